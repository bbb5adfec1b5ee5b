import specs from '@asyncapi/specs';
import { TOPICS } from '@hrd-shield/contracts';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { asyncApiDocument } from '../../packages/contracts/scripts/asyncapi.ts';

const document = asyncApiDocument();

function validator() {
  const ajv = new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  return ajv.compile(specs.schemas['3.0.0'] as object);
}

describe('the AsyncAPI document', () => {
  it('is valid by the schema of AsyncAPI 3.0', () => {
    const validate = validator();
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('would be refused with a channel that is not one', () => {
    const channels = { ...(document.channels as object), broken: { address: 7 } };
    expect(validator()({ ...document, channels })).toBe(false);
  });

  it('has a channel with its Kafka binding for every topic', () => {
    const channels = document.channels as Record<string, { address: string }>;
    expect(Object.values(channels).map(({ address }) => address)).toEqual(
      Object.values(TOPICS).map(({ name }) => name),
    );
  });

  it('refers only to what it holds', () => {
    const text = JSON.stringify(document);
    for (const [, ref = ''] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
      const parts = ref.replace(/^#\//, '').split('/');
      const found = parts.reduce<unknown>(
        (at, part) => (at as Record<string, unknown> | undefined)?.[part],
        document,
      );
      expect(found, ref).toBeDefined();
    }
  });
});
