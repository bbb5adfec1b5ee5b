package org.hrdshield.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.Stores;

/**
 * The windowed job of a platform that has Kafka Streams and no shield: keep the records of
 * designated accounts, count the different actors of each target in windows of five minutes, and
 * tell when a window reaches the threshold. One thread, exactly once, state in memory with its
 * changelog. It parses nothing of a record that is not a designated account's.
 */
public final class WindowedStreams {
  private static final int ACTORS_THRESHOLD = 5;
  private static final int HASH_BYTES = 4;

  private WindowedStreams() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    long wanted = Settings.number("BENCH_RECORDS");
    Set<Bytes> designated = new HashSet<>();
    for (String account : Files.readAllLines(Path.of(Settings.text("BENCH_DESIGNATED_FILE")))) {
      designated.add(Bytes.wrap(account.getBytes(StandardCharsets.UTF_8)));
    }
    var read = new AtomicLong();
    var begun = new long[1];
    var processorMs = new double[1];
    var done = new CountDownLatch(1);
    var builder = new StreamsBuilder();
    builder.<Bytes, byte[]>stream(Settings.list("BENCH_TOPICS"))
        .peek((key, value) -> {
          long count = read.incrementAndGet();
          if (count == 1) {
            begun[0] = System.nanoTime();
            processorMs[0] = Settings.processorMs();
          }
          if (count == wanted) done.countDown();
        })
        .filter((key, value) -> key != null && designated.contains(key))
        .groupByKey()
        .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMinutes(5), Duration.ofSeconds(30)))
        .aggregate(
            () -> new byte[0],
            (key, value, actors) -> withActor(actors, actorOf(value)),
            Materialized.<Bytes, byte[]>as(Stores.inMemoryWindowStore(
                "actors", Duration.ofMinutes(10), Duration.ofMinutes(5), false))
                .withKeySerde(Serdes.Bytes()).withValueSerde(Serdes.ByteArray()))
        .toStream()
        .filter((window, actors) -> actors.length == ACTORS_THRESHOLD * HASH_BYTES)
        .selectKey((window, actors) -> window.key())
        .to(Settings.text("BENCH_OUT_TOPIC"), Produced.with(Serdes.Bytes(), Serdes.ByteArray()));
    var settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, Settings.text("BENCH_GROUP"));
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, Settings.text("BENCH_BROKERS"));
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, Settings.text("BENCH_STATE_DIR"));
    settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.Bytes().getClass());
    settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArray().getClass());
    settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    try (var streams = new KafkaStreams(builder.build(), settings)) {
      streams.start();
      done.await();
      System.out.printf("{\"records\":%d,\"tookMs\":%.1f,\"processorMs\":%.1f}%n",
          wanted, (System.nanoTime() - begun[0]) / 1e6, Settings.processorMs() - processorMs[0]);
    }
  }

  /** The actor of an event, found in its text without parsing all of it; 0: none. */
  private static int actorOf(byte[] value) {
    String text = new String(value, StandardCharsets.UTF_8);
    int at = text.indexOf("\"actor\"");
    if (at < 0) return 0;
    int from = text.indexOf("\"account\":\"", at);
    if (from < 0) return 0;
    from += "\"account\":\"".length();
    return text.substring(from, Math.max(from, text.indexOf('"', from))).hashCode();
  }

  private static byte[] withActor(byte[] actors, int actor) {
    var known = ByteBuffer.wrap(actors);
    while (known.remaining() >= HASH_BYTES) if (known.getInt() == actor) return actors;
    return ByteBuffer.allocate(actors.length + HASH_BYTES).put(actors).putInt(actor).array();
  }
}
