package carapace.rules.planted.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/// What is not used here, each in a class of its own.
public final class Unwanted {

    private Unwanted() {}

    public static final class InjectsField {
        @Autowired private @Nullable Runnable other;

        boolean isThere() {
            return other != null;
        }
    }

    public static final class InjectsValue {
        @Value("${x}")
        private @Nullable String value;

        boolean isThere() {
            return value != null;
        }
    }

    /// Named like those of Spring and Jakarta, neither of which is on the class path.
    @interface Transactional {}

    public static final class Transacts {
        @Transactional
        void act() {}
    }

    public static final class Prints {
        void tell() {
            System.out.println("told");
        }
    }

    public static final class PrintsTrace {
        void tell(Exception e) {
            e.printStackTrace();
        }
    }

    public static final class HangsOnThread {
        private static final InheritableThreadLocal<String> CALLER = new InheritableThreadLocal<>();

        @Nullable String caller() {
            return CALLER.get();
        }
    }

    public static final class ReadsObject {
        Object read(InputStream in) throws IOException, ClassNotFoundException {
            try (var objects = new ObjectInputStream(in)) {
                return objects.readObject();
            }
        }
    }

    public record Storable(String text) implements Serializable {}

    public static final class Failure extends RuntimeException {}

    public enum Kind {
        ONE {
            @Override
            int number() {
                return 1;
            }
        };

        abstract int number();
    }

    public static final class Reflects {
        int count(Object object) {
            return object.getClass().getDeclaredFields().length;
        }
    }

    public static final class LoadsByName {
        Class<?> load(String name) throws ClassNotFoundException {
            return Class.forName(name);
        }
    }

    /// Comes close to all of it.
    public static final class Plain {
        private final Runnable other;

        @Autowired
        Plain(@Value("${x}") String value, Runnable other) {
            this.other = value.isEmpty() ? () -> {} : other;
        }

        String name() {
            return other.getClass().getSimpleName() + Thread.currentThread().getName();
        }
    }
}
