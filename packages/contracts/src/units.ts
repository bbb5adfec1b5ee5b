import { z } from 'zod';

/** Milliseconds since 1970-01-01 UTC. The bound keeps arithmetic exact and rejects seconds-in-ms. */
export const EpochMs = z.number().int().min(0).max(8_640_000_000_000);

/** A share or probability, 0 to 1. */
export const Ratio = z.number().min(0).max(1);

export const Count = z.number().int().min(0);

/** An instant as CloudEvents writes it: RFC 3339 with offset. */
export const Instant = z.iso.datetime({ offset: true });
