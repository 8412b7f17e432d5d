// The official browser client, unmodified, doing what our pages do. Prints one JSON line per check: {"name","ok","why"}.
// Environment: AUTH_URL (…/auth/v1), ANON_KEY, SERVICE_KEY, and INBOX_URL
// where mail can be read. Codes come from the admin's generateLink, so most checks need no inbox.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { AuthClient, isAuthApiError, isAuthRetryableFetchError, isAuthSessionMissingError, isAuthWeakPasswordError } from "@supabase/auth-js";

const { AUTH_URL, ANON_KEY, SERVICE_KEY, INBOX_URL } = process.env;

/** A client as a page makes it, with a storage of its own. */
function client(options = {}, key = ANON_KEY) {
  const kept = new Map();
  const storage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
  const headers = { apikey: key, Authorization: `Bearer ${key}` };
  return new AuthClient({ url: AUTH_URL, headers, storage, storageKey: `k${randomUUID()}`, autoRefreshToken: false, detectSessionInUrl: false, ...options });
}

const admin = client({}, SERVICE_KEY).admin;
const address = () => `j${randomUUID().slice(0, 12)}@example.com`;
const password = "correct horse";

/** Unwraps {data, error}. */
function good({ data, error }) {
  if (error) throw error;
  return data;
}

async function person(fields = {}) {
  return good(await admin.createUser({ email: address(), password, email_confirm: true, ...fields })).user;
}

async function link(email, type = "magiclink", more = {}) {
  return good(await admin.generateLink({ type, email, ...more })).properties;
}

/** Where the link in the newest mail to `email` leads. */
async function followed(email) {
  const mails = await (await fetch(`${INBOX_URL}/api/email`)).json();
  const { html } = mails.findLast(({ to }) => to.some((person) => person.address.toLowerCase() === email));
  const hash = /(?:token_hash|token)=((?:pkce_)?[0-9a-f]{56})/.exec(html)[1];
  const link = `${AUTH_URL}/verify?token=${hash}&type=magiclink&redirect_to=http://127.0.0.1:5173/in`;
  return (await fetch(link, { redirect: "manual" })).headers.get("location");
}

const checks = {
  async "a code signs in, and onAuthStateChange hears it"() {
    const { email } = await person();
    const page = client();
    const heard = [];
    page.onAuthStateChange((event) => void heard.push(event));
    good(await page.signInWithOtp({ email, options: { emailRedirectTo: "http://127.0.0.1:5173/x" } }));
    const { email_otp: token } = await link(email);
    const { session, user } = good(await page.verifyOtp({ email, token, type: "email" }));
    assert.equal(user.email, email);
    assert.equal(good(await page.getSession()).session.access_token, session.access_token);
    assert.ok(heard.includes("SIGNED_IN"));
  },
  async "a wrong code is otp_expired"() {
    const { email } = await person();
    const { email_otp: token } = await link(email);
    const wrong = String((Number(token) + 1) % 10 ** token.length).padStart(token.length, "0");
    const { error } = await client().verifyOtp({ email, token: wrong, type: "email" });
    assert.ok(isAuthApiError(error));
    assert.deepEqual([error.status, error.code], [403, "otp_expired"]);
    good(await client().verifyOtp({ email, token, type: "email" }));
  },
  async "a token hash signs in"() {
    const { email } = await person();
    const { hashed_token: token_hash } = await link(email);
    assert.equal(good(await client().verifyOtp({ token_hash, type: "email" })).user.email, email);
    assert.equal((await client().verifyOtp({ token_hash, type: "email" })).error.code, "otp_expired");
  },
  async "no user is made when none may be"() {
    const { error } = await client().signInWithOtp({ email: address(), options: { shouldCreateUser: false } });
    assert.deepEqual([error.status, error.code], [422, "otp_disabled"]);
  },
  async "asking twice within the minute is refused"() {
    const { email } = await person();
    good(await client().signInWithOtp({ email }));
    const { error } = await client().signInWithOtp({ email });
    assert.deepEqual([error.status, error.code], [429, "over_email_send_rate_limit"]);
  },
  async "a password signs in, a wrong one does not"() {
    const { email } = await person();
    const { error } = await client().signInWithPassword({ email, password: "wrong horse" });
    assert.deepEqual([error.status, error.code, error.message], [400, "invalid_credentials", "Invalid login credentials"]);
    good(await client().signInWithPassword({ email, password }));
  },
  async "signing up waits for confirmation and tells weak passwords"() {
    const page = client();
    const email = address();
    const weak = (await page.signUp({ email, password: "x" })).error;
    assert.ok(isAuthWeakPasswordError(weak));
    assert.ok(weak.reasons.includes("length"));
    const { user, session } = good(await page.signUp({ email, password, options: { data: { name: "Ann" } } }));
    assert.equal(session, null);
    assert.equal(user.user_metadata.name, "Ann");
    assert.equal((await page.signInWithPassword({ email, password })).error.code, "email_not_confirmed");
  },
  async "a session is refreshed, and getUser asks the server"() {
    const { email, id } = await person();
    const page = client();
    const before = good(await page.signInWithPassword({ email, password })).session;
    const after = good(await page.refreshSession()).session;
    assert.notEqual(after.refresh_token, before.refresh_token);
    assert.equal(good(await page.getUser()).user.id, id);
  },
  async "a stored session is taken up again"() {
    const { email } = await person();
    const { session } = good(await client().signInWithPassword({ email, password }));
    const page = client();
    good(await page.setSession({ access_token: session.access_token, refresh_token: session.refresh_token }));
    assert.equal(good(await page.getUser()).user.email, email);
  },
  async "getClaims verifies by the published key"() {
    const { email, id } = await person();
    const page = client();
    const { session } = good(await page.signInWithPassword({ email, password }));
    const { claims, header } = good(await page.getClaims());
    assert.equal(claims.sub, id);
    assert.ok(["ES256", "RS256"].includes(header.alg));
    const [head, body, sign] = session.access_token.split(".");
    const forged = `${head}.${body}.${sign.startsWith("A") ? "B" : "A"}${sign.slice(1)}`;
    assert.ok((await page.getClaims(forged)).error);
  },
  async "a person changes name and password"() {
    const { email } = await person();
    const page = client();
    good(await page.signInWithPassword({ email, password }));
    assert.equal(good(await page.updateUser({ data: { name: "Ann" } })).user.user_metadata.name, "Ann");
    assert.equal((await page.updateUser({ password })).error.code, "same_password");
    good(await page.updateUser({ password: "battery staple" }));
    good(await client().signInWithPassword({ email, password: "battery staple" }));
  },
  async "signing out ends the session here and on the server"() {
    const { email } = await person();
    const page = client();
    const { session } = good(await page.signInWithPassword({ email, password }));
    good({ ...(await page.signOut()), data: true });
    assert.equal(good(await page.getSession()).session, null);
    assert.ok(isAuthSessionMissingError((await client().getUser(session.access_token)).error));
    assert.equal((await client().refreshSession({ refresh_token: session.refresh_token })).error.code, "refresh_token_not_found");
  },
  async "a PKCE page exchanges its code, another page cannot"() {
    const { email } = await person();
    const page = client({ flowType: "pkce" });
    good(await page.signInWithOtp({ email, options: { emailRedirectTo: "http://127.0.0.1:5173/in" } }));
    if (!INBOX_URL) return;
    const code = new URL(await followed(email)).searchParams.get("code");
    assert.ok((await client({ flowType: "pkce" }).exchangeCodeForSession(code)).error);
    assert.equal(good(await page.exchangeCodeForSession(code)).session.user.email, email);
  },
  async "a followed link's fragment signs the page in"() {
    const { email } = await person();
    good(await client().signInWithOtp({ email, options: { emailRedirectTo: "http://127.0.0.1:5173/in" } }));
    if (!INBOX_URL) return;
    const brought = new URLSearchParams(new URL(await followed(email)).hash.slice(1));
    const tokens = { access_token: brought.get("access_token"), refresh_token: brought.get("refresh_token") };
    assert.equal(good(await client().setSession(tokens)).user.email, email);
  },
  async "an admin makes, reads, lists, changes, invites and removes"() {
    const made = await person({ user_metadata: { name: "Ann" } });
    assert.equal(good(await admin.getUserById(made.id)).user.email, made.email);
    const page = good(await admin.listUsers({ page: 1, perPage: 1 }));
    assert.equal(page.users.length, 1);
    assert.ok(page.total >= 1);
    assert.equal(good(await admin.updateUserById(made.id, { app_metadata: { plan: "x" } })).user.app_metadata.plan, "x");
    const invited = good(await admin.inviteUserByEmail(address())).user;
    assert.ok(invited.invited_at);
    for (const { id } of [made, invited]) good(await admin.deleteUser(id));
    assert.equal((await admin.getUserById(made.id)).error.code, "user_not_found");
  },
  async "an anon key is no admin"() {
    const { error } = await client().admin.listUsers();
    assert.deepEqual([error.status, error.code], [403, "not_admin"]);
    assert.ok(!isAuthRetryableFetchError(error));
  },
  async "a forgotten password is recovered"() {
    const { email } = await person();
    good(await client().resetPasswordForEmail(email));
    good(await client().resetPasswordForEmail(address()));
    const { email_otp: token } = await link(email, "recovery");
    const page = client();
    good(await page.verifyOtp({ email, token, type: "recovery" }));
    good(await page.updateUser({ password: "battery staple" }));
  },
};

for (const [name, check] of Object.entries(checks)) {
  let why = "";
  try {
    await check();
  } catch (error) {
    why = `${error?.code ?? ""} ${error?.stack ?? error}`;
  }
  console.log(JSON.stringify({ name, ok: why === "", why }));
}
