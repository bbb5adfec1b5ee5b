package org.hrdshield.bench;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The limit to beat: the Java consumer in a group, doing nothing with what it reads. */
public final class RawReader {
  private RawReader() {}

  public static void main(String[] args) {
    long wanted = Settings.number("BENCH_RECORDS");
    Map<String, Object> settings = Map.of(
        "bootstrap.servers", Settings.text("BENCH_BROKERS"),
        "group.id", Settings.text("BENCH_GROUP"),
        "auto.offset.reset", "earliest",
        "isolation.level", "read_committed",
        "max.partition.fetch.bytes", Settings.text("BENCH_FETCH_BYTES"),
        "max.poll.records", "10000");
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      consumer.subscribe(Settings.list("BENCH_TOPICS"));
      long read = 0;
      long before = 0;
      long begunAt = 0;
      double processorMs = 0;
      while (read < wanted) {
        int count = consumer.poll(Duration.ofMillis(250)).count();
        read += count;
        if (begunAt == 0 && count > 0) {
          begunAt = System.nanoTime();
          processorMs = Settings.processorMs();
          before = read;
        }
      }
      System.out.printf("{\"records\":%d,\"tookMs\":%.1f,\"processorMs\":%.1f}%n",
          read - before, (System.nanoTime() - begunAt) / 1e6,
          Settings.processorMs() - processorMs);
    }
  }
}
