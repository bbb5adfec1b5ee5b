import { Session } from 'chdb';
import { type EngineRefusal, quoteName, quoteText, refusalOf } from './engine-text.ts';

const DEFAULT_DATABASE = 'default';

/** One statement with everything that the HTTP interface can say about it. */
export interface Statement {
  readonly sql: string;
  readonly format: string;
  readonly database: string;
  /** Raw text values of `{name:Type}` placeholders. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
}

/** The result bytes, or the refusal. */
export type EngineAnswer =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly readRows: number }
  | { readonly ok: false; readonly refusal: EngineRefusal };

/** A ClickHouse engine over one data folder. It must be asked one thing at a time. */
export interface Engine {
  execute(statement: Statement): Promise<EngineAnswer>;
  version(): Promise<string>;
  close(): void;
}

/** Opens the engine; the folder must belong to no other process. */
export function createEngine(dataDir: string): Engine {
  const session = new Session(dataDir);
  let currentDatabase = DEFAULT_DATABASE;

  async function useDatabase(database: string): Promise<void> {
    if (database === currentDatabase) return;
    await session.queryAsync(`USE ${quoteName(database)}`);
    currentDatabase = database;
  }

  async function execute(statement: Statement): Promise<EngineAnswer> {
    const settings = Object.keys(statement.settings);
    try {
      await useDatabase(statement.database);
      await prepare(session, statement);
      const result = await session.queryAsync(statement.sql, { format: statement.format });
      return { ok: true, bytes: result.bytes(), readRows: result.rowsRead };
    } catch (fault) {
      return { ok: false, refusal: refusalOf(fault) };
    } finally {
      // Settings belong to one statement, though the engine has one session for all.
      const resets = settings.map((name) => `${quoteName(name)} = DEFAULT`).join(', ');
      if (resets !== '') await session.queryAsync(`SET ${resets}`).catch(() => undefined);
      if (/^\s*(?:use|drop|detach|rename)\b/i.test(statement.sql)) currentDatabase = '';
    }
  }

  return {
    execute,
    version: async () =>
      (await session.queryAsync('SELECT version()')).text().replace(/["\n]/g, ''),
    close: () => session.close(),
  };
}

async function prepare(session: Session, statement: Statement): Promise<void> {
  const assignments = [
    ...Object.entries(statement.parameters).map(([name, value]) => [`param_${name}`, value]),
    ...Object.entries(statement.settings),
  ].map(([name = '', value = '']) => `${quoteName(name)} = ${quoteText(value)}`);
  if (assignments.length > 0) await session.queryAsync(`SET ${assignments.join(', ')}`);
}
