// @vitest-environment node
import { readFileSync } from "node:fs";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, it } from "vitest";

it("has the types of docs/openapi.json as it stands; else: npm run api:types", async () => {
  const document = JSON.parse(readFileSync("../docs/openapi.json", "utf8")) as Parameters<typeof openapiTS>[0];
  const fresh = COMMENT_HEADER + astToString(await openapiTS(document));
  expect(readFileSync("src/api/schema.d.ts", "utf8").trim() === fresh.trim()).toBe(true);
});
