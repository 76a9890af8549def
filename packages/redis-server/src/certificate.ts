import { generate } from "selfsigned";

/** A certificate that signs itself, for `localhost` and 127.0.0.1; PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes a new one, good for a day. */
export async function selfSignedCertificate(): Promise<Certificate> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    extensions: [
      { name: "basicConstraints", cA: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { cert, key };
}
