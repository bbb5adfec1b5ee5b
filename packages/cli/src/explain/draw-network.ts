import {
  type ActorNetwork,
  type Messages,
  type Sentence,
  sentence,
  type Tie,
  type TieKind,
  write,
} from '@hrd-shield/domain/explanation';
import { drawing, element, INK, label, type Picture, tip } from './svg.ts';

const WIDTH = 1000;
const HEIGHT = 720;

const MIDDLE = { x: 345, y: 375 } as const;
const LEGEND = { x: 700, y: 90, line: 20 } as const;
const OUTER_PX = 300;
const INNER_PX = 150;
/** Accounts that are drawn; the others are counted. */
const DRAWN_MAX = 120;
/** Hubs of one kind; further ones are left out of the picture. */
const TIES_MAX = 4;
const TURN = 2 * Math.PI;

/** Each kind of tie has its own colour and letter: colour alone says nothing. */
const LOOK: Readonly<Record<TieKind, { readonly letter: string; readonly colour: string }>> = {
  text: { letter: 'T', colour: '#0b6e66' },
  device: { letter: 'D', colour: '#a8480f' },
  profile: { letter: 'P', colour: '#5b3a8c' },
  created: { letter: 'W', colour: '#1d5a9b' },
  source: { letter: 'S', colour: '#7a4d00' },
};

interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * The accounts of a campaign on a ring around the defender; those who share something are tied to
 * one hub. The layout follows from the input alone.
 */
export function drawNetwork(
  network: ActorNetwork,
  { campaign, listMin }: { readonly campaign: string; readonly listMin: number },
  messages: Messages,
): Picture {
  const ties = drawnTies(network.ties ?? []);
  const order = ringOrder(network, ties).slice(0, DRAWN_MAX);
  const places = new Map(order.map((actor, i) => [actor, onRing(OUTER_PX, i, order.length)]));
  const hubs = placeHubs(ties, places);
  const say = (what: Sentence) => write(what, messages);
  const title = say(sentence('picture.network.title', { campaign }));
  const listed = network.actors.filter(({ posterior = 0 }) => posterior >= listMin).length;
  const hidden = network.actors.length - order.length + network.unseen;
  const description = describe(network, ties, listed, hidden).map(say).join(' ');
  const marks = [
    label(title, { x: 16, y: 24, 'font-size': 14, 'font-weight': 600 }),
    ...[...places.values()].map((place) => spoke(place)),
    ...hubs.flatMap(({ tie, at }) => strands(tie, at, places)),
    ...hubs.map(({ tie, at }) => hub(tie, at, say)),
    ...[...places].map(([actor, place]) => account(network, actor, { place, listMin, say })),
    element('circle', { cx: MIDDLE.x, cy: MIDDLE.y, r: 10, fill: INK.text }),
    label(say(sentence('picture.network.defender')), {
      ...{ x: MIDDLE.x, y: MIDDLE.y + 26, 'text-anchor': 'middle' },
    }),
    ...legend(ties, say),
  ];
  const svg = drawing({ title, description, messages }, { width: WIDTH, height: HEIGHT }, marks);
  const text = [
    ...ties.map((tie) => `${say(tieWords(tie))}: ${tie.members.map((i) => i + 1).join(', ')}`),
    ...network.actors.slice(0, DRAWN_MAX).map((_, i) => say(accountWords(network, i))),
  ];
  return { name: 'network', svg, title, description, text };
}

/** The largest of each kind. */
function drawnTies(ties: readonly Tie[]): readonly Tie[] {
  return ties.filter((tie) => ties.filter(({ kind }) => kind === tie.kind).indexOf(tie) < TIES_MAX);
}

function describe(
  network: ActorNetwork,
  ties: readonly Tie[],
  listed: number,
  hidden: number,
): readonly Sentence[] {
  const all = network.actors.length + network.unseen;
  const isUnnamed =
    network.actors.length > 0 && network.actors.every(({ ref }) => ref === undefined);
  const tied =
    network.ties === undefined
      ? sentence('picture.network.no-ties')
      : ties.length === 0
        ? sentence('picture.network.none')
        : sentence('picture.network.ties', { ties: ties.map(tieWords) });
  return [
    sentence('picture.network.description', { actors: all, listed }),
    tied,
    ...(isUnnamed ? [sentence('picture.network.unnamed')] : []),
    ...(hidden === 0 ? [] : [sentence('picture.network.not-shown', { more: hidden })]),
  ];
}

function tieWords({ kind, members }: Tie): Sentence {
  return sentence(`picture.tie.${kind}`, { members: members.length });
}

function accountWords(network: ActorNetwork, actor: number): Sentence {
  const { ref = '·', posterior } = network.actors[actor] ?? { events: 0 };
  const slots = { number: actor + 1, actor: ref };
  return posterior === undefined
    ? sentence('picture.actor.unlisted', slots)
    : sentence('picture.actor', { ...slots, posterior });
}

/** Members of one tie stand beside each other: ordered by their ties, then as listed. */
function ringOrder(network: ActorNetwork, ties: readonly Tie[]): readonly number[] {
  const order: number[] = [];
  const placed = new Set<number>();
  const place = (actor: number) => {
    if (placed.has(actor)) return;
    placed.add(actor);
    order.push(actor);
  };
  // What nearly all share says least about who belongs together.
  for (const { members } of ties.toReversed()) members.forEach(place);
  network.actors.forEach((_, actor) => {
    place(actor);
  });
  return order;
}

function onRing(radius: number, i: number, of: number): Place {
  const angle = (i / Math.max(1, of)) * TURN - TURN / 4;
  return { x: MIDDLE.x + radius * Math.cos(angle), y: MIDDLE.y + radius * Math.sin(angle) };
}

/** Hubs stand evenly on the inner ring, in the order of where most of their members are. */
function placeHubs(
  ties: readonly Tie[],
  places: ReadonlyMap<number, Place>,
): readonly { readonly tie: Tie; readonly at: Place }[] {
  const turned = ties.map((tie) => ({ tie, angle: angleOf(tie, places) }));
  turned.sort((a, b) => a.angle - b.angle);
  return turned.map(({ tie }, i) => ({ tie, at: onRing(INNER_PX, i, turned.length) }));
}

/** Direction of the middle of its members, 0 to a turn, from the top. */
function angleOf(tie: Tie, places: ReadonlyMap<number, Place>): number {
  let [x, y] = [0, 0];
  for (const member of tie.members) {
    const place = places.get(member);
    if (place === undefined) continue;
    x += place.x - MIDDLE.x;
    y += place.y - MIDDLE.y;
  }
  return (Math.atan2(y, x) + TURN / 4 + TURN) % TURN;
}

function spoke({ x, y }: Place): string {
  const line = { x1: x, y1: y, x2: MIDDLE.x, y2: MIDDLE.y };
  return element('line', { ...line, stroke: INK.grid, 'stroke-width': 0.5 });
}

function strands(tie: Tie, at: Place, places: ReadonlyMap<number, Place>): string[] {
  return tie.members.flatMap((member) => {
    const place = places.get(member);
    if (place === undefined) return [];
    const line = { x1: place.x, y1: place.y, x2: at.x, y2: at.y };
    return [element('line', { ...line, stroke: LOOK[tie.kind].colour, 'stroke-opacity': 0.55 })];
  });
}

type Say = (what: Sentence) => string;

function hub(tie: Tie, { x, y }: Place, say: Say): string {
  const { letter, colour } = LOOK[tie.kind];
  const square = { x: x - 11, y: y - 11, width: 22, height: 22, rx: 3, fill: colour };
  const word = { x, y: y + 4, 'text-anchor': 'middle', fill: '#ffffff', 'font-weight': 600 };
  return element('g', {}, tip(say(tieWords(tie))) + element('rect', square) + label(letter, word));
}

/** A listed account is filled, any other one a ring. */
function account(
  network: ActorNetwork,
  actor: number,
  look: { readonly place: Place; readonly listMin: number; readonly say: Say },
): string {
  const { x: cx, y: cy } = look.place;
  const isListed = (network.actors[actor]?.posterior ?? 0) >= look.listMin;
  const fill = isListed ? INK.alert : '#ffffff';
  const ring = { cx, cy, r: 6, fill, stroke: INK.alert, 'stroke-width': 1.5 };
  return element('circle', ring, tip(look.say(accountWords(network, actor))));
}

function legend(ties: readonly Tie[], say: Say): string[] {
  return ties.map((tie, i) => {
    const y = LEGEND.y + i * LEGEND.line;
    const { letter, colour } = LOOK[tie.kind];
    const word = { x: LEGEND.x, y, fill: colour, 'font-weight': 600 };
    return (
      label(letter, word) + label(say(tieWords(tie)), { x: LEGEND.x + 18, y, fill: INK.quiet })
    );
  });
}
