import { clickhouseConfigOf, migrateClickhouse } from '@hrd-shield/clickhouse';
import { chooseBackend } from '@hrd-shield/local-stack';
import { createRecordStage } from '../record/record-stage.ts';
import type { Say } from './firehose.ts';
import { type CatalogueFigures, catalogueTimes } from './record/catalogue.ts';
import { type InsertRate, insertRate } from './record/insert-rate.ts';
import { type UnderKills, underKills } from './record/under-kills.ts';

export interface RecordFigures {
  readonly insert?: InsertRate;
  readonly kills?: UnderKills;
  readonly catalogue?: CatalogueFigures;
}

/** What may be asked for alone. */
export const RECORD_PARTS = ['insert', 'catalogue', 'kills'] as const;
export type RecordPart = (typeof RECORD_PARTS)[number];

const SHORT = { rows: 100_000, outcomes: 30_000, kills: 2, cases: 50_000 };
/** @source the goals of outcomes: a million recorded, a million cases and ten million outcomes asked */
const LONG = { rows: 300_000, outcomes: 1_000_000, kills: 8, cases: 1_000_000 };

/** Measures what recording keeps and what asking costs, each in a database of its own. */
export async function benchRecord(
  options: {
    readonly isLong: boolean;
    readonly rounds: number;
    /** Cases of the catalogue, when not those of the long or short run. */
    readonly cases: number | undefined;
    readonly parts: readonly RecordPart[];
  },
  say: Say,
): Promise<RecordFigures> {
  const preset = options.isLong ? LONG : SHORT;
  const sizes = { ...preset, cases: options.cases ?? preset.cases };
  const { parts, rounds } = options;
  const backend = await chooseBackend(process.env, { log: say });
  const { kafkaBrokers } = backend.addresses;
  try {
    const on = async <T>(
      use: (stage: Awaited<ReturnType<typeof createRecordStage>>) => Promise<T>,
    ) => {
      const stage = await createRecordStage(backend.addresses);
      try {
        await migrateClickhouse(clickhouseConfigOf(stage.clickhouseUrl));
        return await use(stage);
      } finally {
        await stage.close();
      }
    };
    let figures: RecordFigures = {};
    if (parts.includes('insert')) {
      const insert = await on(({ clickhouseUrl, store }) =>
        insertRate(store, clickhouseUrl, { rows: sizes.rows, rounds }),
      );
      say(
        `insert ${insert.oursPerSecond}/s, bare ${insert.barePerSecond}/s, ratio ${insert.ratio}`,
      );
      figures = { ...figures, insert };
    }
    if (parts.includes('catalogue')) {
      const catalogue = await on(({ store }) =>
        catalogueTimes(store, { cases: sizes.cases, rounds }, say),
      );
      const { fromRows, straight } = catalogue;
      say(`catalogue p95 ${fromRows.p95Ms} ms, straight ${straight.p95Ms} ms`);
      figures = { ...figures, catalogue };
    }
    if (parts.includes('kills')) {
      const kills = await on((stage) => underKills(stage, kafkaBrokers, sizes, say));
      say(`${kills.outcomes} outcomes, ${kills.lost} lost, ${kills.doubled} doubled`);
      figures = { ...figures, kills };
    }
    return figures;
  } finally {
    await backend.stop();
  }
}
