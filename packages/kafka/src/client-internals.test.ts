import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { CLIENT_MODULES, loadClientInternals } from './client-internals.ts';

/** SHA-256 of the modules' text. A change asks for a second look at the in-place decoder. */
const KNOWN: Readonly<Record<(typeof CLIENT_MODULES)[number], string>> = {
  'src/protocol/requests/fetch/index.js':
    'b0961e16fca52023266570255c23e30cd770b3813bb5d75f879fe6b1609ea7c5',
  'src/protocol/requests/fetch/v11/response.js':
    '9cb972647500104e7d616edcb4856119f4a716664b64bbb1ee96c8f4f0a83eb6',
  'src/protocol/recordBatch/v0/decoder.js':
    '38cae7fc865f9bc51941353e1f6e9419227a8799ba4efb437199393a4eb94819',
  'src/protocol/recordBatch/record/v0/decoder.js':
    '86d740054c8be29b02873bf2871eb43ba5004af94324610541dbab2d9fabcc65',
  'src/protocol/requests/fetch/v4/decodeMessages.js':
    'd9fede59bebf84ee15169d0ecc54df594a11722b6ba8d5db535ed1d8548d4fcc',
  'src/protocol/decoder.js': '83c43fac8d6b8ef2dcf0dfe8bc4494e84c2c94d2b59fbe41a670505a5fcba41b',
  'src/consumer/batch.js': '04ee8657247441599f200af5871ce6b3c4463abe941b97405502f8f5f683face',
  'src/consumer/filterAbortedMessages.js':
    '54ce50f2a41ee1686da8b73bf8b502c7dd07c9d7cb0a494cdb36a7fc536ced8e',
  'src/network/connection.js': '2a993b2e74421ca6d846efd59e4ba74b11100dbe7d40d0f52ea3218e917aafdd',
};

test.each(CLIENT_MODULES)('%s of the client is the text that we know', (path) => {
  const file = createRequire(import.meta.url).resolve(`kafkajs/${path}`);
  expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(KNOWN[path]);
});

test('the pinned client loads with everything that is asked of it', () => {
  const { Connection, Decoder, decodeBatch, decodeMessages, decodeRecord, fetch } =
    loadClientInternals();
  const { processData } = Connection.prototype;
  const parts = [processData, Decoder, decodeBatch, decodeMessages, decodeRecord, fetch.protocol];
  expect(parts.map((part) => typeof part)).toEqual(Array(6).fill('function'));
});
