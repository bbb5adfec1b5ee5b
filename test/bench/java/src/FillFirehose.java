package org.hrdshield.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Appends what the platform's emitter wrote to some topics over and over to others, until there
 * are as many records as wanted: a firehose of any length with the emitter's own bytes, in which one
 * record of a thousand is a designated account's. On demand the others lose their headers and get
 * another length, filled with what other events say, so that they pack as events do.
 */
public final class FillFirehose {
  private static final int POLLS_MAX = 1000;
  private static final int RECORDS_A_HIT = 1000;

  private FillFirehose() {}

  public static void main(String[] args) throws IOException {
    List<String> from = Settings.list("BENCH_FROM");
    List<String> to = Settings.list("BENCH_TOPICS");
    long wanted = Settings.number("BENCH_RECORDS");
    List<ConsumerRecord<byte[], byte[]>> sample = read(from);
    Set<String> designated =
        new HashSet<>(Files.readAllLines(Path.of(Settings.text("BENCH_DESIGNATED_FILE"))));
    int valueBytes = Integer.parseInt(Settings.text("BENCH_VALUE_BYTES", "0"));
    boolean keepsHeaders = Settings.text("BENCH_HEADERS", "keep").equals("keep");
    Map<String, Object> settings = Map.of(
        "bootstrap.servers", Settings.text("BENCH_BROKERS"),
        "compression.type", Settings.text("BENCH_COMPRESSION", "none"),
        "linger.ms", "20",
        "batch.size", "262144",
        "buffer.memory", "134217728");
    var bytes = new ByteArraySerializer();
    var hits = sample.stream().filter(record -> isOf(designated, record)).toList();
    var misses = sample.stream().filter(record -> !isOf(designated, record)).toList();
    try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
      for (long sent = 0; sent < wanted; sent += 1) {
        boolean isHit = sent % RECORDS_A_HIT == 0;
        var record = isHit
            ? hits.get((int) (sent / RECORDS_A_HIT % hits.size()))
            : misses.get((int) (sent % misses.size()));
        byte[] value = isHit || valueBytes == 0
            ? record.value() : withLength(valueBytes, misses, (int) (sent % misses.size()));
        var headers = isHit ? withOwnId(record, sent) : keepsHeaders ? record.headers() : null;
        String topic = to.get(from.indexOf(record.topic()));
        producer.send(new ProducerRecord<>(
            topic, record.partition(), record.timestamp(), record.key(), value, headers));
      }
    }
    System.out.printf("{\"records\":%d,\"sample\":%d}%n", wanted, sample.size());
  }

  private static boolean isOf(Set<String> designated, ConsumerRecord<byte[], byte[]> record) {
    return designated.contains(new String(record.key(), StandardCharsets.UTF_8));
  }

  /** An event's value cut to a length, or followed by those of the next until it has it. */
  private static byte[] withLength(
      int length, List<ConsumerRecord<byte[], byte[]>> events, int index) {
    byte[] value = Arrays.copyOf(events.get(index).value(), length);
    int filled = events.get(index).value().length;
    for (int next = index + 1; filled < length; next += 1) {
      byte[] other = events.get(next % events.size()).value();
      int taken = Math.min(other.length, length - filled);
      System.arraycopy(other, 0, value, filled, taken);
      filled += taken;
    }
    return value;
  }

  /** Each copy is an event of its own, or the pipeline would drop it as seen. */
  private static Headers withOwnId(ConsumerRecord<byte[], byte[]> record, long copy) {
    var headers = new RecordHeaders(record.headers());
    var id = headers.lastHeader("ce_id");
    if (id == null) return headers;
    String own = new String(id.value(), StandardCharsets.UTF_8) + "-" + copy;
    headers.remove("ce_id");
    headers.add("ce_id", own.getBytes(StandardCharsets.UTF_8));
    return headers;
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(List<String> topics) {
    Map<String, Object> settings = Map.of(
        "bootstrap.servers", Settings.text("BENCH_BROKERS"), "enable.auto.commit", "false");
    var bytes = new ByteArrayDeserializer();
    List<ConsumerRecord<byte[], byte[]>> sample = new ArrayList<>();
    try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      var partitions = topics.stream().flatMap(topic -> consumer.partitionsFor(topic).stream())
          .map(at -> new TopicPartition(at.topic(), at.partition()))
          .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      for (int polls = 0; ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue()); polls += 1) {
        if (polls >= POLLS_MAX) throw new IllegalStateException("the sample cannot be read");
        consumer.poll(Duration.ofMillis(250)).forEach(sample::add);
      }
    }
    return sample;
  }
}
