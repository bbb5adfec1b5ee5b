/** Every detector that is built. @source detection notes, section 3 */
export const DETECTOR_IDS = [
  'D1',
  'D2',
  'D3',
  'D4',
  'D5',
  'D6',
  'D7',
  'D8',
  'D9',
  'D10',
  'D11',
  'D12',
  'D13',
  'D14',
  'D15',
  'D16',
  'D17',
  'D18',
  'D19',
  'D20',
] as const;
export type DetectorId = (typeof DETECTOR_IDS)[number];
