// What a state looks like, as numbers and complaints; runs in the page. Returns [] where all is well.
(() => {
  const hidden = (one) => !one.checkVisibility({ visibilityProperty: true }) || one.closest("[aria-hidden=true], [inert]");
  const box = (one) => one.getBoundingClientRect();
  // For screen readers alone.
  const spoken = (one) => getComputedStyle(one).clipPath !== "none" || box(one).width <= 1;
  const name = (one) =>
    `${one.tagName.toLowerCase()} “${(one.getAttribute("aria-label") ?? one.innerText ?? one.value ?? "").trim().replace(/\s+/g, " ").slice(0, 40)}”`;
  const pressable = "button, a[href], input, select, textarea, [role=switch], [role=tab], [role=menuitem], [role=menuitemradio], summary";
  const layer = () => document.querySelector("[role=menu]") ?? document.querySelector("[role=dialog]") ?? document.body;
  const controls = () => [...layer().querySelectorAll(pressable)].filter((one) => !hidden(one) && !spoken(one));
  // A child that scrolls by itself may be wider than the page.
  const scrolls = (one, axis) => {
    for (let at = one.parentElement; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (/(auto|scroll)/.test(axis === "x" ? style.overflowX : style.overflowY)) return true;
    }
    return false;
  };

  window.__seen = {
    /** Wider than the window, or beyond its edges. */
    sideways() {
      const found = [];
      const wide = document.scrollingElement.scrollWidth - innerWidth;
      if (wide > 0) found.push(`the page is ${wide} px too wide`);
      for (const one of controls()) {
        const { left, right, top, bottom } = box(one);
        if ((left < -1 || right > innerWidth + 1) && !scrolls(one, "x")) found.push(`${name(one)} beyond the side`);
        const fixed = document.querySelector("main.fixed") !== null || layer() !== document.body;
        if (fixed && (top < -1 || bottom > innerHeight + 1) && !scrolls(one, "y")) found.push(`${name(one)} beyond the top or foot`);
      }
      return found;
    },
    /** Letters that do not fit into what they stand in. */
    cut() {
      const found = [];
      for (const one of controls()) {
        if (one.matches("input, select, textarea") || getComputedStyle(one).textOverflow === "ellipsis") continue;
        if (one.querySelector(".truncate, [class*=line-clamp]")) continue;
        if (one.scrollWidth > one.clientWidth + 2 || one.scrollHeight > one.clientHeight + 2) found.push(`${name(one)} is cut`);
      }
      return found;
    },
    /** Below 44 px; links inside a sentence are as high as their line. */
    small() {
      return controls().flatMap((one) => {
        const inSentence = one.matches("a") && getComputedStyle(one).display === "inline";
        const { width, height } = box(one);
        return inSentence || (width >= 43.5 && height >= 43.5) ? [] : [`${name(one)} is ${Math.round(width)} × ${Math.round(height)}`];
      });
    },
    /** What lies under something else and cannot be brought out by scrolling. */
    covered() {
      const at = [scrollX, scrollY];
      const found = controls().flatMap((one) => {
        one.scrollIntoView({ block: "center", inline: "nearest" });
        const { left, top, width, height } = box(one);
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        return hit && (one.contains(hit) || hit.contains(one) || hit.closest("label")?.control === one) ? [] : [`${name(one)} lies under ${hit ? name(hit) : "nothing"}`];
      });
      scrollTo(...at);
      return found;
    },
    /** The Facilitator's room: the Partner's picture keeps its height and nothing lies on it; only a safety card may take more. */
    picture() {
      const stage = document.querySelector("[data-testid=remote], [data-testid=alone]");
      const at = (id) => document.querySelector(`[data-testid=${id}]`);
      if (!stage || !at("coach-panel") || at("safety-card")) return [];
      const found = [];
      const picture = box(stage);
      const share = picture.height / innerHeight;
      if (share < 0.6) found.push(`the picture has ${Math.round(share * 100)} % of the height`);
      const card = at("hint-card")?.parentElement; // the card's place: opened, the card itself stands over the picture
      if (card && box(card).height > 224) found.push(`the card is ${box(card).height} px high`);
      for (const [name, one] of [["the card", card], ["a notice", card && at("connection")]]) {
        if (!one) continue;
        const { left, right, top, bottom } = box(one);
        const over = Math.min(right, picture.right) - Math.max(left, picture.left) > 1 && Math.min(bottom, picture.bottom) - Math.max(top, picture.top) > 1;
        if (over) found.push(`${name} lies over the picture`);
      }
      return found;
    },
    /** Moves although still was asked for. */
    moving() {
      return document.getAnimations().filter((one) => one.playState === "running").map((one) => `${one.animationName ?? one.transitionProperty} runs`);
    },
    /** Takes the focus and does not show it. */
    unringed() {
      return controls().flatMap((one) => {
        if (one.disabled) return [];
        one.focus({ preventScroll: true });
        if (document.activeElement !== one) return [];
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
        const ring = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/, 0\)$/.test(outlineColor);
        return ring ? [] : [`${name(one)} shows no ring`];
      });
    },
  };
})();
