import { expect, test } from 'vitest';
import { troubleOfAuth } from '../../../../main/release/deciding/trouble.ts';

test('a certificate that Entra refuses because of the time says that the station’s clock is wrong', () => {
  const failure = { kind: 'stationCredential', aadsts: 700024, correlationId: null } as const;
  expect(troubleOfAuth(failure, 'station')).toEqual({ code: 'stationClock', reference: 'AADSTS700024' });
  expect(troubleOfAuth({ ...failure, aadsts: 700027 }, 'station').code).toBe('stationCredential');
});
