import { type ErrorCode, ShieldError } from '@hrd-shield/contracts';
import { VERIFICATION_START, verifyRow } from '@hrd-shield/domain/audit';
import type { AuditLog, AuditReader, DefenderSealer } from '@hrd-shield/pipeline';
import type { Benchmark } from '@hrd-shield/policy';
import { done, type HandlersOf, refuse } from '../server/route-types.ts';
import { type Cursors, pageFrom } from '../server/sign-cursor.ts';

type Acts = 'unseal' | 'listPolicies' | 'listBenchmarks' | 'listAudit' | 'verifyAudit' | 'readApi';

export interface OversightDeps {
  readonly audit: AuditLog & AuditReader;
  readonly sealer: DefenderSealer;
  readonly cursors: Cursors;
  readonly policies: readonly { readonly name: string; readonly hash: string }[];
  readonly benchmarks: readonly Benchmark[];
  readonly document: Readonly<Record<string, unknown>>;
}

const LIST = 'audit';
const VERIFY_BATCH = 1_000;
/** Defenders of one request; more than these is an export. */
const DEFENDERS_MAX = 20;

/**
 * What accounts for others: unsealing, which writes an audit row a defender before anything is
 * opened, and reading the audit.
 */
export function createOversightHandlers(deps: OversightDeps): HandlersOf<Acts> {
  const { audit, cursors } = deps;
  return {
    unseal: async ({ body, now, principal }) => {
      // Tokens of programs open nothing: it is always somebody who signed in.
      if (principal.kind !== 'person') return refuse('access.refused');
      const defenders = [...new Set(body.items.map(({ defender }) => defender))];
      if (body.bulk === true || defenders.length > DEFENDERS_MAX) {
        return refuse('access.needs-second-person');
      }
      for (const subject of defenders) {
        await audit.append({
          at: now,
          principal: principal.name,
          act: 'content.unseal',
          purpose: body.purpose,
          subject,
          policyIds: [],
          result: 'allowed',
          reason: null,
        });
      }
      const items = [];
      for (const { defender, sealPurpose, sealed } of body.items) {
        items.push(await opened(() => deps.sealer.open(defender, sealPurpose, sealed)));
      }
      return done({ items });
    },
    listPolicies: async () => done({ policies: [...deps.policies] }),
    listBenchmarks: async () =>
      done({
        benchmarks: deps.benchmarks.map(({ definition, formulaHash }) => ({
          id: definition.id,
          version: formulaHash,
          title: definition.title,
        })),
      }),
    listAudit: async ({ query }) => {
      const [before] = (cursors.read(LIST, query.cursor) ?? []) as [number?];
      const end = before ?? (await audit.head()).seq + 1;
      const after = Math.max(0, end - 1 - query.limit - 1);
      const rows = (await audit.rows(after, end - 1 - after)).toReversed();
      const page = pageFrom(rows, query.limit, ({ seq }) => cursors.write(LIST, [seq]));
      const items = page.items.map(({ entry, hash, seq }) => ({
        seq,
        hash,
        ...entry,
        policyIds: [...entry.policyIds],
      }));
      return done({ ...page, items });
    },
    verifyAudit: async () => {
      let so = VERIFICATION_START;
      for (;;) {
        const rows = await audit.rows(so.head.seq, VERIFY_BATCH);
        for (const row of rows) so = verifyRow(so, row, () => undefined);
        if (rows.length < VERIFY_BATCH || so.fault !== undefined) break;
      }
      const { fault, head } = so;
      const about = fault === undefined ? {} : { fault: `${fault.kind} at ${fault.seq}` };
      return done({ holds: fault === undefined, rows: head.seq, ...about });
    },
    readApi: async () => done({ ...deps.document }),
  };
}

/** One value that does not open leaves the others open. */
async function opened(
  open: () => Promise<Uint8Array>,
): Promise<{ plain: string } | { code: ErrorCode }> {
  try {
    return { plain: Buffer.from(await open()).toString('base64') };
  } catch (fault) {
    if (fault instanceof ShieldError && fault.code.startsWith('seal.')) return { code: fault.code };
    throw fault;
  }
}
