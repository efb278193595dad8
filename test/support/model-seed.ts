/** `MODEL_SEED`, or one of this moment; printed, so that a failure can be played again. */
export function modelSeed(): number {
  const seed = Number(process.env.MODEL_SEED ?? Date.now() % 1_000_000);
  console.log(`MODEL_SEED=${seed}`);
  return seed;
}
