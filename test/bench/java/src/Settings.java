package org.hrdshield.bench;

import java.util.List;

/** What a program of the bench is told, by its environment. */
final class Settings {
  private Settings() {}

  static String text(String name) {
    String value = System.getenv(name);
    if (value == null || value.isEmpty()) throw new IllegalArgumentException(name + " is not set");
    return value;
  }

  static String text(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  static long number(String name) {
    return Long.parseLong(text(name));
  }

  static List<String> list(String name) {
    return List.of(text(name).split(","));
  }

  /** Processor time of this process so far, all threads, ms. */
  static double processorMs() {
    var system = (com.sun.management.OperatingSystemMXBean)
        java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e6;
  }
}
