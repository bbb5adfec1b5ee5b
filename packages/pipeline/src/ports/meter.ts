/** Words of closed lists, never a reference, account, language or region of a person. */
export type MeterLabels = Readonly<Record<string, string>>;

export interface CountMeter {
  add(count: number, labels?: MeterLabels): void;
}

/** What a step machine counts with; the service's telemetry fits it. */
export interface Meter {
  /** @param name unit last, such as `shield_ingest_records_total` */
  counter(name: string, description: string): CountMeter;
}
