package carapace.server.search.meaning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.MMapDirectory;

/// Finds the nearest of many vectors: a graph in which near ones are neighbours (HNSW), in files
/// that mean nothing once the server has ended.
///
/// One thread changes it, any number ask. What was changed is seen after [#show].
public final class NearestIndex implements AutoCloseable {

    /// Parts of about forty thousand vectors: the graph of a part is built on the heap.
    private static final double PART_MEGABYTES_MAX = 24;

    private static final double WAITING_MEGABYTES_MAX = 8;

    private static final String ID = "id";
    private static final String KIND = "kind";
    private static final String AUTHOR = "author";
    private static final String COMMUNITY = "community";
    private static final String TIME = "time";
    private static final String VECTOR = "vector";

    private final MMapDirectory files;
    private final IndexWriter writer;
    private final SearcherManager searchers;

    private NearestIndex(MMapDirectory files, IndexWriter writer, SearcherManager searchers) {
        this.files = files;
        this.writer = writer;
        this.searchers = searchers;
    }

    /// What has a vector.
    ///
    /// @param id whatever the caller knows it by
    /// @param community empty where there is none
    /// @param millis when it was made, since 1970
    public record Item(String id, String kind, String author, String community, long millis) {}

    /// Which items are looked at.
    ///
    /// @param kind any when empty, as are author and community
    /// @param from milliseconds since 1970, inclusive
    /// @param until exclusive
    public record Filter(String kind, String author, String community, long from, long until) {}

    /// @param likeness cosine of the angle between: 1 is the same, 0 has nothing in common
    public record Near(String id, double likeness) {}

    /// An empty index.
    ///
    /// @param folder whose content is forgotten
    public static NearestIndex in(Path folder) throws IOException {
        var files = new MMapDirectory(folder);
        for (var file : files.listAll()) {
            files.deleteFile(file);
        }
        var merging =
                new TieredMergePolicy()
                        .setMaxMergedSegmentMB(PART_MEGABYTES_MAX)
                        .setForceMergeDeletesPctAllowed(0);
        var writer =
                new IndexWriter(
                        files,
                        new IndexWriterConfig()
                                .setOpenMode(OpenMode.CREATE)
                                .setRAMBufferSizeMB(WAITING_MEGABYTES_MAX)
                                .setMergeScheduler(new SerialMergeScheduler())
                                .setMergePolicy(merging));
        return new NearestIndex(files, writer, new SearcherManager(writer, null));
    }

    /// Puts the item in, in place of what had its id.
    public void put(Item item, Vector vector) {
        var document = new Document();
        document.add(new StringField(ID, item.id(), Store.YES));
        document.add(new StringField(KIND, item.kind(), Store.NO));
        document.add(new StringField(AUTHOR, item.author(), Store.NO));
        document.add(new StringField(COMMUNITY, item.community(), Store.NO));
        document.add(new LongPoint(TIME, item.millis()));
        document.add(
                new KnnByteVectorField(VECTOR, vector.bytes(), VectorSimilarityFunction.COSINE));
        change(() -> writer.updateDocument(new Term(ID, item.id()), document));
    }

    public void remove(String id) {
        change(() -> writer.deleteDocuments(new Term(ID, id)));
    }

    public void clear() {
        change(writer::deleteAll);
    }

    /// Lets those who ask from now on see what has changed.
    public void show() {
        change(() -> {
            searchers.maybeRefreshBlocking();
            return 0L;
        });
    }

    /// Writes every part anew that still holds the bytes of what was removed.
    public void forget() {
        change(() -> {
            writer.forceMergeDeletes();
            searchers.maybeRefreshBlocking();
            writer.deleteUnusedFiles();
            return 0L;
        });
    }

    /// {@return how many vectors there are}
    public int size() {
        return writer.getDocStats().numDocs;
    }

    /// {@return the nearest, nearest first}
    ///
    /// @param floor likeness of the least like
    public List<Near> nearest(Vector vector, Filter filter, int count, double floor) {
        try {
            var searcher = searchers.acquire();
            try {
                return nearest(searcher, vector, filter, count, floor);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the nearest", e);
        }
    }

    private static List<Near> nearest(
            IndexSearcher searcher, Vector vector, Filter filter, int count, double floor)
            throws IOException {
        var query = new KnnByteVectorQuery(VECTOR, vector.bytes(), count, query(filter));
        var found = new ArrayList<Near>();
        for (var hit : searcher.search(query, count).scoreDocs) {
            // Lucene's score is (1 + cosine) / 2.
            var likeness = 2 * hit.score - 1.0;
            if (likeness < floor) {
                break;
            }
            found.add(new Near(searcher.storedFields().document(hit.doc).get(ID), likeness));
        }
        return found;
    }

    private static BooleanQuery query(Filter filter) {
        var query =
                new BooleanQuery.Builder()
                        .add(
                                LongPoint.newRangeQuery(TIME, filter.from(), filter.until() - 1),
                                Occur.FILTER);
        only(query, KIND, filter.kind());
        only(query, AUTHOR, filter.author());
        only(query, COMMUNITY, filter.community());
        return query.build();
    }

    private static void only(BooleanQuery.Builder query, String field, String value) {
        if (!value.isEmpty()) {
            query.add(new TermQuery(new Term(field, value)), Occur.FILTER);
        }
    }

    private interface Change {
        long now() throws IOException;
    }

    private static void change(Change change) {
        try {
            change.now();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the nearest", e);
        }
    }

    @Override
    public void close() {
        change(() -> {
            try (files) {
                searchers.close();
                writer.rollback();
            }
            return 0L;
        });
    }
}
