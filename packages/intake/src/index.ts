export { type Intake, type OpenedReport, openIntake, type Reporter } from './open-intake.ts';
export { createClamdScanner, createRefusingScanner } from './scan-malware.ts';
