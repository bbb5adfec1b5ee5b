import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ServerName, type StackRecord, serverNames } from './stack-record.ts';

/** Remembers the ports of a kept stack, so that its addresses survive `down` and `up`. */
export function rememberPorts(folder: string, record: StackRecord): void {
  const ports = Object.fromEntries(record.servers.map(({ name, port }) => [name, port]));
  writeFileSync(join(folder, 'ports.json'), `${JSON.stringify(ports)}\n`);
}

/** The ports of the last kept stack of this folder; empty where there was none. */
export function rememberedPorts(folder: string): Partial<Record<ServerName, number>> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(folder, 'ports.json'), 'utf8'));
  } catch {
    return {};
  }
  if (typeof value !== 'object' || value === null) return {};
  const known = new Map(Object.entries(value));
  const ports: Partial<Record<ServerName, number>> = {};
  for (const name of serverNames) {
    const port: unknown = known.get(name);
    if (typeof port === 'number') ports[name] = port;
  }
  return ports;
}
