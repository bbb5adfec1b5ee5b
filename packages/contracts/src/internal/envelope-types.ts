/** CloudEvents types of the shield's own topics. */
export const INTERNAL_TYPES = {
  designation: 'org.hrdshield.designation.changed.v1',
  targeting: 'org.hrdshield.targeting.recorded.v1',
  sighting: 'org.hrdshield.sighting.recorded.v1',
  progress: 'org.hrdshield.ingest.progressed.v1',
  looks: 'org.hrdshield.looks.recorded.v1',
  signal: 'org.hrdshield.signal.raised.v1',
  command: 'org.hrdshield.protection.commanded.v1',
  ack: 'org.hrdshield.protection.acknowledged.v1',
  outcome: 'org.hrdshield.outcome.recorded.v1',
  measureSwitch: 'org.hrdshield.measure-switch.changed.v1',
  hold: 'org.hrdshield.hold.changed.v1',
  listNotice: 'org.hrdshield.designation.noticed.v1',
  actorNotice: 'org.hrdshield.actor.noticed.v1',
  machineAudit: 'org.hrdshield.machine.accounted.v1',
  auditRoot: 'org.hrdshield.audit.rooted.v1',
  deadLetter: 'org.hrdshield.record.refused.v1',
} as const;
