/** A detached signature (CMS SignedData, RFC 5652; PKCS#7 as Apple calls it) by an RSA key. */
import { createHash, sign, type KeyObject } from 'node:crypto';
import * as cms from '@peculiar/asn1-cms';
import { AsnArray, AsnConvert, AsnType, AsnTypeTypes, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Certificate, Time } from '@peculiar/asn1-x509';

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsa: '1.2.840.113549.1.1.1',
};
const NULL = new Uint8Array([5, 0]).buffer;
/** `OID.data` as DER, which the attribute wants. */
const DATA = new Uint8Array([6, 9, 42, 134, 72, 134, 247, 13, 1, 7, 1]).buffer;

/** What is signed is these as a SET, while the message has them under a tag of its own. */
class SignedAttributes extends AsnArray<cms.Attribute> {}
AsnType({ type: AsnTypeTypes.Set, itemType: cms.Attribute })(SignedAttributes);

export interface Signer {
  key: KeyObject;
  /** DER. */
  certificate: Uint8Array;
  /** Of who signed it, DER; readers build the chain from it. */
  intermediate: Uint8Array;
}

/** Signs the bytes as they are; about a millisecond. `now_ms` is said in it and signed with it. */
export function detachedSignature(content: Uint8Array, signer: Signer, now_ms: number): Buffer {
  const own = AsnConvert.parse(signer.certificate, Certificate);
  const above = AsnConvert.parse(signer.intermediate, Certificate);
  const digest = createHash('sha256').update(content).digest();
  const time = AsnConvert.serialize(new Time(new Date(now_ms)));
  const hash = AsnConvert.serialize(new OctetString(digest));
  const sha256 = new AlgorithmIdentifier({ algorithm: OID.sha256, parameters: NULL });
  // In the order of a DER set: the shorter first.
  const attributes = [
    new cms.Attribute({ attrType: OID.contentType, attrValues: [DATA] }),
    new cms.Attribute({ attrType: OID.signingTime, attrValues: [time] }),
    new cms.Attribute({ attrType: OID.messageDigest, attrValues: [hash] }),
  ];
  const signed = AsnConvert.serialize(new SignedAttributes(attributes));
  const { issuer, serialNumber } = own.tbsCertificate;
  const signerInfo = new cms.SignerInfo({
    version: 1,
    sid: new cms.SignerIdentifier({
      issuerAndSerialNumber: new cms.IssuerAndSerialNumber({ issuer, serialNumber }),
    }),
    digestAlgorithm: sha256,
    signedAttrs: attributes,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: OID.rsa, parameters: NULL }),
    signature: new OctetString(sign('sha256', Buffer.from(signed), signer.key)),
  });
  const data = new cms.SignedData({
    version: 1,
    digestAlgorithms: new cms.DigestAlgorithmIdentifiers([sha256]),
    encapContentInfo: new cms.EncapsulatedContentInfo({ eContentType: OID.data }),
    certificates: new cms.CertificateSet(
      [own, above].map((certificate) => new cms.CertificateChoices({ certificate })),
    ),
    signerInfos: new cms.SignerInfos([signerInfo]),
  });
  const inner = AsnConvert.serialize(data);
  const whole = new cms.ContentInfo({ contentType: OID.signedData, content: inner });
  return Buffer.from(AsnConvert.serialize(whole));
}
