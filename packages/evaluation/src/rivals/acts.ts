import type { CityEvent } from '@hrd-shield/world';

/** One act of somebody towards a defender, as a rival may see it. */
export interface Act {
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly actor: string;
  readonly kind: 'speech' | 'repost' | 'report' | 'other';
  readonly text?: string;
  /** What is answered, quoted or shared. */
  readonly parent?: string;
  readonly links: readonly string[];
  /** A classifier called it hostile. */
  readonly judgedHostile: boolean;
}

const SPEECH = /\.content\.(?:posted|replied|mentioned|quoted|edited)\.v1$/;
const JUDGED_MIN = 0.5;

interface Facts {
  readonly actor?: { readonly account: string };
  readonly text?: string;
  readonly parentId?: string;
  readonly objectId?: string;
  readonly links?: readonly string[];
  readonly verdicts?: readonly { readonly label: string; readonly score: number }[];
}

/** The acts of others among events; what an account does to itself is none. */
export function actsOf(events: readonly CityEvent[]): readonly Act[] {
  return events.flatMap((event) => {
    const { actor, links, objectId, parentId, text, verdicts } = event.data as Facts;
    if (actor === undefined || actor.account === event.key) return [];
    const kind = kindOf(event.type);
    const parent = kind === 'report' ? objectId : parentId;
    return [
      {
        id: event.id,
        at: event.at,
        actor: actor.account,
        kind,
        ...(text === undefined || kind === 'report' ? {} : { text }),
        ...(parent === undefined ? {} : { parent }),
        links: links ?? [],
        judgedHostile: (verdicts ?? []).some(
          ({ label, score }) => (label === 'hostile' || label === 'threat') && score >= JUDGED_MIN,
        ),
      },
    ];
  });
}

function kindOf(type: string): Act['kind'] {
  if (SPEECH.test(type)) return 'speech';
  if (type.endsWith('.reposted.v1')) return 'repost';
  return type.endsWith('.report.filed.v1') ? 'report' : 'other';
}
