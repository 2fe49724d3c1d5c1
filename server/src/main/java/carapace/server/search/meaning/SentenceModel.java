package carapace.server.search.meaning;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// Makes vectors of texts: all-MiniLM-L6-v2, quantised to bytes, run by ONNX Runtime.
///
/// It knows English best. A text costs about 8 ms of one core for 64 pieces of words; the model
/// takes some 60 MB outside the heap. Any number of threads may ask at once; each does its own
/// work.
public final class SentenceModel implements AutoCloseable {

    /// About a hundred words: what the model was trained with, and what bounds the cost of a text.
    private static final int PIECES_MAX = 128;

    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final WordPieces pieces;

    private SentenceModel(OrtEnvironment environment, OrtSession session, WordPieces pieces) {
        this.environment = environment;
        this.session = session;
        this.pieces = pieces;
    }

    /// Reads the model from the class path and makes it ready, in about half a second.
    ///
    /// @param folder for the native code, while it is loaded
    /// @throws IOException when the model or the native code that runs it cannot be loaded
    public static SentenceModel load(Path folder) throws IOException {
        NativeCode.unpack(folder);
        try (var options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // Memory of the longest text would be kept for good.
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            var environment = OrtEnvironment.getEnvironment();
            try (var tokenizer = resource(TOKENIZER);
                    var model = resource(MODEL)) {
                var pieces = WordPieces.read(tokenizer);
                var session = environment.createSession(model.readAllBytes(), options);
                return new SentenceModel(environment, session, pieces);
            }
        } catch (OrtException | LinkageError e) {
            throw new IOException("cannot load the sentence model: " + e, e);
        } finally {
            NativeCode.remove(folder);
        }
    }

    private static InputStream resource(String name) throws IOException {
        var stream = SentenceModel.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IOException("not on the class path: " + name);
        }
        return stream;
    }

    /// {@return what the first hundred words or so mean}
    ///
    /// @throws IllegalStateException when the model fails
    public Vector vector(String text) {
        var numbers = pieces.numbers(text, PIECES_MAX);
        var ones = new long[numbers.length];
        Arrays.fill(ones, 1);
        try (var ids = tensor(numbers);
                var mask = tensor(ones);
                var types = tensor(new long[numbers.length]);
                var answer =
                        session.run(
                                Map.of(
                                        "input_ids", ids,
                                        "attention_mask", mask,
                                        "token_type_ids", types))) {
            return Vector.of(mean(((float[][][]) answer.get(0).getValue())[0]));
        } catch (OrtException e) {
            throw new IllegalStateException("the sentence model failed", e);
        }
    }

    private OnnxTensor tensor(long[] numbers) throws OrtException {
        return OnnxTensor.createTensor(environment, new long[][] {numbers});
    }

    /// The mean over all pieces, as the model was trained.
    private static float[] mean(float[][] states) {
        var mean = new float[Vector.DIMENSIONS];
        for (var state : states) {
            for (var i = 0; i < mean.length; i++) {
                mean[i] += state[i] / states.length;
            }
        }
        return mean;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("cannot close the sentence model", e);
        }
    }
}
