package org.apache.kafka.common.utils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Takes the place of the broker's own clock: as far off the host's as a file says, from the moment it
 * says so. Time that only passes (nanoseconds) stays what it is, as on a host whose clock is set.
 */
class SystemTime implements Time {
    private static final SystemTime SYSTEM_TIME = new SystemTime();
    private static final long LOOK_MS = 50;
    private static volatile long offMs = 0;

    static {
        Thread watch = new Thread(SystemTime::watch, "fault-clock");
        watch.setDaemon(true);
        watch.start();
    }

    private SystemTime() {}

    public static SystemTime getSystemTime() {
        return SYSTEM_TIME;
    }

    private static void watch() {
        Path file = Path.of(System.getenv("FAULT_CLOCK_FILE"));
        while (true) {
            try {
                offMs = Long.parseLong(Files.readString(file).trim());
            } catch (IOException | NumberFormatException unreadable) {
                // Written anew at this moment, or not yet there: what was said last stands.
            }
            Utils.sleep(LOOK_MS);
        }
    }

    @Override
    public long milliseconds() {
        return System.currentTimeMillis() + offMs;
    }

    @Override
    public long nanoseconds() {
        return System.nanoTime();
    }

    @Override
    public void sleep(long ms) {
        Utils.sleep(ms);
    }

    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMs)
            throws InterruptedException {
        synchronized (object) {
            while (true) {
                if (condition.get()) return;
                long now = milliseconds();
                if (now >= deadlineMs) {
                    throw new org.apache.kafka.common.errors.TimeoutException("Condition not satisfied before deadline");
                }
                object.wait(deadlineMs - now);
            }
        }
    }
}
