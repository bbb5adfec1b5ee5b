import { answerBuffers } from '../answers/join-answers.ts';
import { loadClientInternals } from '../client-internals.ts';
import { decodeFetch, FETCH_VERSION } from './decode-fetch.ts';
import type { KeyFilter } from './walk-records.ts';

const filters = new Map<string, KeyFilter>();
let isInstalled = false;

/**
 * From now on every consumer of this process reads the given topics through the filter: one
 * decoder a topic and process, since the client's own decoder knows no consumer. Group, commits,
 * rebalances, pauses, TLS and SASL stay the client's.
 *
 * @returns undoes it
 * @throws ShieldError `config.invalid` when the client is another than the pinned one
 */
export function screenInPlace(topics: readonly string[], filter: KeyFilter): () => void {
  install();
  for (const topic of topics) filters.set(topic, filter);
  return () => {
    for (const topic of topics) if (filters.get(topic) === filter) filters.delete(topic);
  };
}

function install(): void {
  if (isInstalled) return;
  isInstalled = true;
  const client = loadClientInternals();
  const stock = client.fetch.protocol;
  client.fetch.protocol = (args) => {
    const version = stock(args);
    if (args.version !== FETCH_VERSION) return version;
    return (call) => {
      const fetch = version(call);
      if (!call.topics.some(({ topic }) => filters.has(topic))) return fetch;
      const decode = async (payload: Buffer) => {
        const answer = await decodeFetch(payload, call.topics, { filters, client });
        // Hits are copies; what the client reads by itself lies in the answer.
        if (call.topics.every(({ topic }) => filters.has(topic))) answerBuffers.giveBack(payload);
        return answer;
      };
      return { ...fetch, response: { ...fetch.response, decode } };
    };
  };
}
