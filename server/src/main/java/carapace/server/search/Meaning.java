package carapace.server.search;

import carapace.server.access.Cursor;
import carapace.server.database.Rounds;
import carapace.server.search.VectorQueries.Entry;
import carapace.server.search.VectorQueries.Made;
import carapace.server.search.meaning.NearestIndex;
import carapace.server.search.meaning.NearestIndex.Filter;
import carapace.server.search.meaning.NearestIndex.Near;
import carapace.server.search.meaning.SentenceModel;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Knows what is near in meaning, once it is ready: the model is loaded and the index read from the
/// database in the background, so a server starts as fast without.
///
/// All of it is one thread's work: it follows what other nodes and features change, and makes the
/// vectors that wait, for at most half of its time. Questions have two threads of their own. Starts
/// once: what was stopped stays so.
@Component
class Meaning implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Meaning.class);

    /// About 50 MB of files, and some three minutes of one core to read anew at each start, 600 a
    /// second; older documents are found by words.
    static final int DOCUMENTS_MAX = 100_000;

    /// Grown by so many, the index begins anew with the newest.
    private static final int DOCUMENTS_MORE_MAX = DOCUMENTS_MAX / 10;

    /// Two and a half minutes of work. With more texts waiting, what is newest is missing, so
    /// questions are answered by words.
    static final int BEHIND_MAX = 5_000;

    /// Of all-MiniLM-L6-v2: words without sense reach 0.34 with real posts, paraphrases 0.45 to
    /// 0.8.
    static final double FLOOR = 0.4;

    private static final int PAGE = 500;
    private static final int BATCH = 16;
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    /// What was removed is not found any more; its bytes are gone from the files after this at the
    /// latest, and the time that it takes to write them anew.
    private static final Duration FORGETTING = Duration.ofMinutes(10);

    private static final int QUESTION_THREADS = 2;
    private static final int QUESTIONS_WAITING_MAX = 32;
    private static final Duration QUESTION_TIME = Duration.ofMillis(500);

    private final SearchOptions options;
    private final VectorQueries vectors;
    private final Clock clock;
    private final Rounds rounds =
            new Rounds("meaning: cannot follow", PAUSE, PAUSE_AFTER_FAILURE, this::round);
    private final ThreadPoolExecutor questions =
            new ThreadPoolExecutor(
                    QUESTION_THREADS,
                    QUESTION_THREADS,
                    10,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(QUESTIONS_WAITING_MAX),
                    Thread.ofPlatform().name("question-", 0).daemon().factory());

    /// What answers questions; null until everything was read once.
    private volatile @Nullable Ready ready;

    private volatile boolean behind;

    // Owned by the one thread.
    private @Nullable Ready open;
    private boolean broken;
    private Place place = new Place("0", DocumentKey.FIRST);
    private boolean removed;
    private Instant forgotten = Instant.EPOCH;

    private record Ready(SentenceModel model, NearestIndex index) {}

    private record Place(String transaction, DocumentKey key) {}

    Meaning(SearchOptions options, VectorQueries vectors, Clock clock) {
        this.options = options;
        this.vectors = vectors;
        this.clock = clock;
        questions.allowCoreThreadTimeOut(true);
    }

    /// {@return the nearest to the text, nearest first; empty when this must be asked by words}
    Optional<List<Near>> nearest(String text, Filter filter, int count) {
        var now = ready;
        if (now == null || behind) {
            return Optional.empty();
        }
        try {
            var answer =
                    questions.submit(() ->
                            now.index().nearest(now.model().vector(text), filter, count, FLOOR));
            try {
                return Optional.of(answer.get(QUESTION_TIME.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                answer.cancel(false);
                return Optional.empty();
            }
        } catch (RejectedExecutionException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            LOG.warn("meaning: cannot answer: {}", String.valueOf(e.getCause()));
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    boolean isReady() {
        return ready != null && !behind;
    }

    /// One step of the work.
    ///
    /// @return whether the next should follow at once
    private boolean round() {
        if (broken) {
            return false;
        }
        var its = open == null ? open() : open;
        if (its == null) {
            return false;
        }
        if (ready == null) {
            read(its);
            ready = its;
        }
        var more = follow(its.index());
        if (its.index().size() > DOCUMENTS_MAX + DOCUMENTS_MORE_MAX) {
            LOG.info("meaning: {} documents, beginning anew", its.index().size());
            ready = null;
            return true;
        }
        forget(its.index());
        make(its.model());
        return more;
    }

    private @Nullable Ready open() {
        try {
            var model = SentenceModel.load(options.folder().resolve("native"));
            open = new Ready(model, NearestIndex.in(options.folder().resolve("nearest")));
            return open;
        } catch (IOException e) {
            LOG.warn("meaning: not available, searching by words: {}", e.toString());
            broken = true;
            return null;
        }
    }

    /// Reads the newest of what there is. What changes meanwhile is followed from before.
    private void read(Ready its) {
        place = new Place(vectors.now(), DocumentKey.FIRST);
        its.index().clear();
        var time = Cursor.LAST_TIME;
        var last = DocumentKey.LAST;
        while (its.index().size() < DOCUMENTS_MAX) {
            var page = vectors.newest(time, last, PAGE);
            page.forEach(entry -> show(entry, its.index()));
            if (page.size() < PAGE) {
                break;
            }
            time = Instant.ofEpochMilli(page.getLast().item().millis());
            last = page.getLast().key();
        }
        its.index().show();
        LOG.info("meaning: knows {} documents", its.index().size());
    }

    private boolean follow(NearestIndex index) {
        var page = vectors.changed(place.transaction(), place.key(), PAGE);
        if (!page.isEmpty()) {
            page.forEach(entry -> show(entry, index));
            index.show();
            place = new Place(page.getLast().changed(), page.getLast().key());
        }
        return page.size() == PAGE;
    }

    private void show(Entry entry, NearestIndex index) {
        entry.vector()
                .ifPresentOrElse(
                        vector -> index.put(entry.item(), vector),
                        () -> {
                            index.remove(entry.item().id());
                            removed = true;
                        });
    }

    private void forget(NearestIndex index) {
        var now = clock.instant();
        if (removed && now.isAfter(forgotten.plus(FORGETTING))) {
            index.forget();
            removed = false;
            forgotten = now;
        }
    }

    private void make(SentenceModel model) {
        var tasks = vectors.take(BATCH);
        if (!tasks.isEmpty()) {
            vectors.put(
                    tasks.stream()
                            .map(it -> new Made(it.waiting(), it.text().map(model::vector)))
                            .toList());
        }
        behind = tasks.size() == BATCH && vectors.waiting(BEHIND_MAX + 1) > BEHIND_MAX;
    }

    @Override
    public void start() {
        if (options.meaning()) {
            rounds.startAside("meaning");
        }
    }

    @Override
    public void stop() {
        ready = null;
        rounds.stop();
        questions.shutdown();
        try {
            if (open != null && questions.awaitTermination(5, TimeUnit.SECONDS)) {
                open.index().close();
                open.model().close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return rounds.isRunning();
    }
}
