export { type EraseReportsDeps, eraseReports } from './erase-reports.ts';
export { type Intake, type OpenedReport, openIntake, type Reporter } from './open-intake.ts';
export { type RelayReportsDeps, relayReports } from './relay-reports.ts';
export { createClamdScanner, createRefusingScanner } from './scan-malware.ts';
