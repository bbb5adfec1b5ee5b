/** Purposes under which the data key of a defender seals; a value opens under its own alone. */
export const SEAL_PURPOSES = {
  targetingEvent: 'targeting-event',
  targetingHint: 'targeting-hint',
  sighting: 'sighting',
  crewCandidate: 'crew-candidate',
  looks: 'looks',
  signalActors: 'signal-actors',
  snapshot: 'detect-snapshot',
  deadLetter: 'dead-letter',
  taskNote: 'task-note',
  incidentReport: 'incident-report',
  incidentMessage: 'incident-message',
  incidentFile: 'incident-file',
  askedStop: 'asked-stop',
  narrowing: 'narrowing',
  accountHandle: 'account-handle',
  registryIdentity: 'registry-identity',
  registryContact: 'registry-contact',
  registryDelegates: 'registry-delegates',
  registryRisk: 'registry-risk',
  registryProfile: 'registry-profile',
} as const;
export type SealPurpose = (typeof SEAL_PURPOSES)[keyof typeof SEAL_PURPOSES];

/** Purposes of the two parts of a designation, each under a key of its own. */
export const PART_PURPOSES = {
  screening: 'designation.screening',
  protection: 'designation.protection',
} as const;
