import { describe, expect, it } from 'vitest';
import { createPayloadCodec } from './payload-codec.ts';

const key = new Uint8Array(32).fill(7);
const payload = {
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from('"d_who-is-protected"'),
};

describe('the payload codec', () => {
  it('gives back what it sealed', async () => {
    const codec = createPayloadCodec(key);
    const [opened] = await codec.decode(await codec.encode([payload]));
    expect(Buffer.from(opened?.data ?? []).toString()).toBe('"d_who-is-protected"');
    expect(Buffer.from(opened?.metadata?.encoding ?? []).toString()).toBe('json/plain');
  });

  it('leaves nothing readable', async () => {
    const [sealed] = await createPayloadCodec(key).encode([payload]);
    expect(Buffer.from(sealed?.data ?? []).toString('latin1')).not.toContain('protected');
    expect(Buffer.from(sealed?.metadata?.encoding ?? []).toString()).toBe('binary/encrypted');
  });

  it('refuses what another key sealed or somebody changed', async () => {
    const sealed = await createPayloadCodec(key).encode([payload]);
    const other = createPayloadCodec(new Uint8Array(32).fill(8));
    await expect(other.decode(sealed)).rejects.toMatchObject({ code: 'seal.broken' });
    const bytes = Buffer.from(sealed[0]?.data ?? []);
    bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20);
    const changed = [{ ...sealed[0], data: bytes }];
    await expect(createPayloadCodec(key).decode(changed)).rejects.toMatchObject({
      code: 'seal.broken',
    });
  });

  it('reads what was never sealed', async () => {
    expect(await createPayloadCodec(key).decode([payload])).toEqual([payload]);
  });
});
