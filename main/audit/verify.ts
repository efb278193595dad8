import { verify } from './verifier.ts';

/*
 * Checks an audit trail with nothing but the file: `node main/audit/verify.ts FILE [--head SEQ:HASH]...`. A head is what the station
 * logged as `audit.head`.
 */
const { code, stdout, stderr } = verify(process.argv.slice(2));
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
