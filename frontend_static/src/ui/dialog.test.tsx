import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";

import { Dialog, DialogContent } from "./dialog";

function Scene() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button onClick={() => setOpen(true)}>Help</button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent title="Help">Numbers</DialogContent>
      </Dialog>
    </>
  );
}

it("gives the focus back to the button that opened it", async () => {
  render(<Scene />);
  await userEvent.click(screen.getByRole("button", { name: "Help" }));
  await userEvent.keyboard("{Escape}");
  await expect.poll(() => document.activeElement).toBe(screen.getByRole("button", { name: "Help" }));
});
