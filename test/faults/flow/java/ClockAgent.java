import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/** Hands the broker a clock of the test's in the place of its own. */
public final class ClockAgent {
    private static final String CLOCK = "org/apache/kafka/common/utils/SystemTime";

    private ClockAgent() {}

    public static void premain(String args, Instrumentation instrumentation) throws Exception {
        byte[] clock;
        try (InputStream file = ClockAgent.class.getResourceAsStream("/clock/SystemTime.class")) {
            clock = file.readAllBytes();
        }
        instrumentation.addTransformer(new ClassFileTransformer() {
            @Override
            public byte[] transform(
                    ClassLoader loader, String name, Class<?> before, ProtectionDomain of, byte[] bytes) {
                return CLOCK.equals(name) ? clock : null;
            }
        });
    }
}
