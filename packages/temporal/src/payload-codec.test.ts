import { ShieldError } from '@hrd-shield/contracts';
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

  it('opens what the key before sealed, and seals under the newest alone', async () => {
    const newest = new Uint8Array(32).fill(9);
    const before = await createPayloadCodec(key).encode([payload]);
    const codec = createPayloadCodec([newest, key]);
    expect(await codec.decode(before)).toEqual([payload]);
    const sealed = await codec.encode([payload]);
    expect(await createPayloadCodec(newest).decode(sealed)).toEqual([payload]);
    await expect(createPayloadCodec(key).decode(sealed)).rejects.toMatchObject({
      code: 'seal.broken',
    });
  });

  it('opens nothing before it is accounted for, and counts only what was sealed', async () => {
    const counted: number[] = [];
    const booked = createPayloadCodec({ ring: [key], onOpen: () => counted.push(1) });
    const sealed = await booked.encode([payload, payload]);
    await booked.decode([...sealed, payload]);
    expect(counted).toHaveLength(2);
    const refusing = createPayloadCodec({
      ring: [key],
      onOpen: () => {
        throw new ShieldError('audit.unavailable');
      },
    });
    await expect(refusing.decode(sealed)).rejects.toMatchObject({ code: 'audit.unavailable' });
  });
});
