// Signs and checks OCM messages with npm http-message-signatures. See README.md.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { httpbis } from 'http-message-signatures';

const FIELDS = ['@method', '@target-uri', 'content-digest', 'content-length'];
const CREATED = 1790000000;

function digest(body) {
  return 'sha-256=:' + createHash('sha256').update(body).digest('base64') + ':';
}

function message(body) {
  return {
    method: 'POST',
    url: 'https://cloud-b.example.org:9443/ocm/invite-accepted',
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'content-digest': digest(body),
      date: 'Mon, 21 Sep 2026 13:33:20 GMT',
    },
  };
}

async function signed(name, alg, key, fields, params, body) {
  const kid = `cloud-a.example.org#${name}`;
  const jwk = { ...createPublicKey(key).export({ format: 'jwk' }), kid, alg: alg === 'ed25519' ? 'EdDSA' : 'ES256' };
  const out = await httpbis.signMessage({
    key: {
      id: kid,
      alg,
      sign: async (data) => sign(alg === 'ed25519' ? null : 'sha256', data,
          alg === 'ed25519' ? key : { key, dsaEncoding: 'ieee-p1363' }),
    },
    name: 'ocm',
    fields,
    params,
    paramValues: { created: new Date(CREATED * 1000), tag: 'ocm', nonce: 'n-' + name },
  }, message(body));
  const headers = Object.fromEntries(Object.entries(out.headers).map(([k, v]) => [k.toLowerCase(), v]));
  return { maker: 'npm http-message-signatures 1.0.6', name, created: CREATED, jwk, method: out.method, targetUri: String(out.url), headers, body };
}

async function make(file) {
  const ed = generateKeyPairSync('ed25519').privateKey;
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const body = '{"recipientProvider":"cloud-a.example.org","token":"t","userID":"alice","email":"a@example.org","name":"Alice \u00e9"}';
  writeFileSync(file, JSON.stringify([
    await signed('npm-ed25519', 'ed25519', ed, FIELDS, ['created', 'keyid', 'alg', 'tag'], body),
    await signed('npm-ed25519-other-order', 'ed25519', ed, ['date', 'content-digest', '@target-uri', '@method', 'content-length', 'content-type', '@authority', '@path'], ['tag', 'nonce', 'keyid', 'created'], body),
    await signed('npm-ed25519-empty', 'ed25519', ed, FIELDS, ['created', 'keyid', 'tag'], ''),
    await signed('npm-ecdsa', 'ecdsa-p256-sha256', ec, FIELDS, ['created', 'alg', 'keyid', 'tag'], body),
  ], null, 2) + '\n');
}

async function check(file) {
  for (const vector of JSON.parse(readFileSync(file, 'utf8'))) {
    const key = createPublicKey({ key: vector.jwk, format: 'jwk' });
    const good = await httpbis.verifyMessage({
      keyLookup: async ({ keyid }) => keyid !== vector.jwk.kid ? null : {
        id: keyid,
        algs: ['ed25519'],
        verify: async (data, signature) => verify(null, data, key, signature),
      },
      requiredFields: FIELDS,
      requiredParams: ['created', 'nonce', 'alg', 'keyid', 'tag'],
      notAfter: vector.created + 1,
      maxAge: 10 * 365 * 86400,
    }, { method: vector.method, url: vector.targetUri, headers: vector.headers });
    if (!good) throw new Error(vector.name + ' does not verify');
    console.log(vector.name, 'verifies with npm http-message-signatures');
  }
}

if (process.argv[2] === '--check') await check(process.argv[3]); else await make(process.argv[2]);
