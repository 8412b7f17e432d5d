import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { renderPage } from "@/app/renderPage";
import { SignInPage } from "./SignInPage";
import type { Auth } from "./useAuth";

type Answer = { error: null | { code?: string; status: number; message: string; name: string } };
const fine: Answer = { error: null };
const refused = (code: string, status: number, message = ""): Answer => ({
  error: { code, status, message, name: "AuthApiError" },
});

function open(at: string, { otp = fine, verify = fine }: { otp?: Answer; verify?: Answer } = {}) {
  const client = {
    signInWithOtp: vi.fn((_: unknown) => Promise.resolve(otp)),
    verifyOtp: vi.fn((_: unknown) => Promise.resolve(verify)),
  };
  const auth = { state: "signed-out", client } as unknown as Auth;
  renderPage({ "/sign-in": SignInPage }, at, auth);
  return { ...client, user: userEvent.setup() };
}

async function toCode(page: ReturnType<typeof open>) {
  await page.user.type(screen.getByLabelText("E-mail"), "ann@example.com");
  await page.user.click(screen.getByRole("button", { name: "Send code" }));
  await screen.findByLabelText("Code");
}

describe("signing in by code", () => {
  it("focuses the field, sends a code and says where to", async () => {
    const page = open("/sign-in");
    expect(screen.getByLabelText("E-mail")).toHaveFocus();
    await toCode(page);
    expect(page.signInWithOtp).toHaveBeenCalledWith({ email: "ann@example.com" });
    expect(screen.getByText("We sent a code to ann@example.com. It works for 60 minutes.")).toBeVisible();
    expect(screen.getByLabelText("Code")).toHaveAttribute("autocomplete", "one-time-code");
    expect(screen.getByLabelText("Code")).toHaveAttribute("inputmode", "numeric");
  });

  it("takes spaces, and never submits itself", async () => {
    const page = open("/sign-in");
    await toCode(page);
    await page.user.type(screen.getByLabelText("Code"), "482 913");
    expect(page.verifyOtp).not.toHaveBeenCalled();
    await page.user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(page.verifyOtp).toHaveBeenCalledWith({ email: "ann@example.com", token: "482913", type: "email" });
  });

  it("keeps what was typed when the code is wrong", async () => {
    const page = open("/sign-in", { verify: refused("otp_expired", 403) });
    await toCode(page);
    await page.user.type(screen.getByLabelText("Code"), "111111{Enter}");
    expect(await screen.findByText("That code does not match. Look at the newest mail.")).toBeVisible();
    expect(screen.getByLabelText("Code")).toHaveValue("111111");
    expect(screen.getByLabelText("Code")).toHaveAttribute("aria-invalid", "true");
  });

  it("says how long to wait, address kept", async () => {
    const page = open("/sign-in", {
      otp: refused("over_email_send_rate_limit", 429, "For security purposes, you can only request this after 41 seconds."),
    });
    await page.user.type(screen.getByLabelText("E-mail"), "ann@example.com{Enter}");
    expect(await screen.findByText("Too many tries. Try again in 41 s.")).toBeVisible();
    expect(screen.getByLabelText("E-mail")).toHaveValue("ann@example.com");
  });

  it("asks for an address before it asks the server", async () => {
    const page = open("/sign-in");
    await page.user.click(screen.getByRole("button", { name: "Send code" }));
    expect(await screen.findByText("Type your e-mail address.")).toBeVisible();
    expect(page.signInWithOtp).not.toHaveBeenCalled();
  });

  it("goes on where it was when the page is opened again", () => {
    localStorage.setItem("nbp.sign-in", JSON.stringify({ email: "ann@example.com", sentAt: Date.now() }));
    open("/sign-in");
    expect(screen.getByLabelText("Code")).toBeVisible();
  });
});

describe("signing in by link", () => {
  it("spends nothing when opened, and the hash when the button is pressed", async () => {
    const page = open("/sign-in?token_hash=abc&type=email");
    expect(page.verifyOtp).not.toHaveBeenCalled();
    await page.user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(page.verifyOtp).toHaveBeenCalledWith({ token_hash: "abc", type: "email" });
    expect(location.search).toBe("");
  });

  it("offers a new one when it was used", async () => {
    const page = open("/sign-in?token_hash=abc&type=email", { verify: refused("otp_expired", 403) });
    await page.user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("This link has run out or was used.")).toBeVisible();
    await page.user.click(screen.getByRole("button", { name: "Send a new one" }));
    expect(await screen.findByLabelText("E-mail")).toBeVisible();
  });
});
