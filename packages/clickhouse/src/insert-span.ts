import { type Context, type Link, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const TRACER = 'hrd-shield/clickhouse';

/** Runs an insert inside its span; names of things only, no row. */
export async function inInsertSpan(
  about: { readonly table: string; readonly rows: number; readonly links: readonly Link[] },
  parent: Context,
  work: () => Promise<void>,
): Promise<void> {
  const options = {
    kind: SpanKind.CLIENT,
    links: [...about.links],
    attributes: {
      'db.system.name': 'clickhouse',
      'db.operation.name': 'INSERT',
      'db.collection.name': about.table,
      'db.operation.batch.size': about.rows,
    },
  };
  const span = trace.getTracer(TRACER).startSpan(`INSERT ${about.table}`, options, parent);
  try {
    await work();
  } catch (fault) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw fault;
  } finally {
    span.end();
  }
}
