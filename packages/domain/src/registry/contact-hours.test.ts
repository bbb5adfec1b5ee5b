import type { ContactHours } from '@hrd-shield/contracts/pure';
import { describe, expect, it } from 'vitest';
import { noticeLeavesAt } from './contact-hours.ts';

const inBogota: ContactHours = { from: 9, to: 17, zone: 'America/Bogota', urgent: [] };
const leaves = (hours: ContactHours | undefined, time: string): string =>
  new Date(noticeLeavesAt(hours, 'state-request', Date.parse(time))).toISOString();

describe('a notice to a defender', () => {
  it('leaves at once within their hours, and where none are agreed', () => {
    expect(leaves(inBogota, '2027-03-01T14:00:00.000Z')).toBe('2027-03-01T14:00:00.000Z');
    expect(leaves(inBogota, '2027-03-01T21:59:59.999Z')).toBe('2027-03-01T21:59:59.999Z');
    expect(leaves(undefined, '2027-03-01T03:00:00.000Z')).toBe('2027-03-01T03:00:00.000Z');
  });

  it('waits outside of them until they begin', () => {
    expect(leaves(inBogota, '2027-03-01T13:59:59.999Z')).toBe('2027-03-01T14:00:00.000Z');
    expect(leaves(inBogota, '2027-03-01T22:00:00.000Z')).toBe('2027-03-02T14:00:00.000Z');
  });

  it('leaves at any hour where the consent names its kind', () => {
    const urgent: ContactHours = { ...inBogota, urgent: ['state-request'] };
    expect(leaves(urgent, '2027-03-01T03:00:00.000Z')).toBe('2027-03-01T03:00:00.000Z');
    const other: ContactHours = { ...inBogota, urgent: ['critical-waits'] };
    expect(leaves(other, '2027-03-01T03:00:00.000Z')).toBe('2027-03-01T14:00:00.000Z');
  });

  it('may have hours over midnight, to the end of the day, and in zones off the hour', () => {
    const night: ContactHours = { ...inBogota, from: 22, to: 2, zone: 'Asia/Kathmandu' };
    expect(leaves(night, '2027-03-01T20:14:59.000Z')).toBe('2027-03-01T20:14:59.000Z');
    expect(leaves(night, '2027-03-01T20:15:00.000Z')).toBe('2027-03-02T16:15:00.000Z');
    const late: ContactHours = { ...inBogota, from: 20, to: 24, zone: 'UTC' };
    expect(leaves(late, '2027-03-01T23:59:00.000Z')).toBe('2027-03-01T23:59:00.000Z');
    expect(leaves(late, '2027-03-02T00:00:00.000Z')).toBe('2027-03-02T20:00:00.000Z');
  });

  it('waits for hours that the change of the clocks leaves out no longer than until after it', () => {
    const early: ContactHours = { ...inBogota, from: 2, to: 3, zone: 'Europe/Warsaw' };
    // On 28 March 2027 no clock in Warsaw shows 02:30; the day after does.
    expect(leaves(early, '2027-03-28T00:30:00.000Z')).toBe('2027-03-29T00:00:00.000Z');
    const morning: ContactHours = { ...early, from: 2, to: 9 };
    expect(leaves(morning, '2027-03-28T00:30:00.000Z')).toBe('2027-03-28T01:00:00.000Z');
  });
});
