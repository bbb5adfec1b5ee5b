/**
 * Colours that charts are drawn with. The page maps each to a custom property, so that one drawing
 * serves light, dark and paper.
 */
export const PALETTE = {
  ink: '#1b1f23',
  quiet: '#59626b',
  grid: '#dfe3e7',
  accent: '#0b6e66',
  band: '#b9dcd7',
  target: '#a8480f',
} as const;
