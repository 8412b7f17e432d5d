import { CircleUser, CloudOff, LogOut, Settings } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Link, Outlet, useNavigate } from "react-router";
import { useAuth } from "@/auth/useAuth";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { Mark } from "@/ui/mark";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator, MenuTrigger } from "@/ui/menu";
import { Notice } from "@/ui/notice";
import { shell } from "@/words/shell";
import { setTheme, useTheme, type Theme } from "./theme";

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  const was = useRef(online);
  useEffect(() => {
    const look = () => {
      setOnline(navigator.onLine);
      if (navigator.onLine !== was.current) announce(navigator.onLine ? shell.back : shell.lost);
      was.current = navigator.onLine;
    };
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return online;
}

function AccountMenu() {
  const auth = useAuth();
  const theme = useTheme();
  const navigate = useNavigate();
  const signedIn = auth.state === "signed-in" ? auth : null;
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={signedIn ? shell.account : shell.theme}>
          <CircleUser aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent>
        {signedIn ? (
          <>
            <MenuLabel className="max-w-72 truncate">{signedIn.email}</MenuLabel>
            <MenuItem onSelect={() => void navigate("/settings")}>
              <Settings aria-hidden />
              {shell.settings}
            </MenuItem>
            <MenuSeparator />
          </>
        ) : null}
        <MenuLabel>{shell.theme}</MenuLabel>
        <MenuRadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
          <MenuRadioItem value="system">{shell.themes.system}</MenuRadioItem>
          <MenuRadioItem value="light">{shell.themes.light}</MenuRadioItem>
          <MenuRadioItem value="dark">{shell.themes.dark}</MenuRadioItem>
        </MenuRadioGroup>
        {signedIn ? (
          <>
            <MenuSeparator />
            <MenuItem onSelect={() => void signedIn.signOut().then(() => navigate("/"))}>
              <LogOut aria-hidden />
              {shell.signOut}
            </MenuItem>
          </>
        ) : null}
      </MenuContent>
    </Menu>
  );
}

export function Header() {
  const auth = useAuth();
  return (
    <header className="border-b border-line bg-bg">
      <div className="mx-auto flex h-14 w-full max-w-[67rem] items-center gap-2 px-4">
        <Link to="/" className="flex min-h-11 items-center gap-2 rounded-control pr-2 font-[650] text-lead">
          <Mark className="size-7" />
          {shell.product}
        </Link>
        <nav className="ml-auto flex items-center gap-1" aria-label={shell.product}>
          {auth.state === "signed-in" ? (
            <Link to="/sessions" className="flex min-h-11 items-center rounded-control px-3 text-primary hover:bg-sunken">
              {shell.sessions}
            </Link>
          ) : null}
          <AccountMenu />
        </nav>
      </div>
    </header>
  );
}

/** The frame of every page outside the rooms. */
export function Shell() {
  const online = useOnline();
  return (
    <>
      <a
        href="#page"
        className="sr-only z-50 bg-surface px-4 py-3 text-primary underline focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {shell.skip}
      </a>
      <Header />
      {online ? null : (
        <Notice icon={CloudOff} className="rounded-none">
          {shell.lost}
        </Notice>
      )}
      <div id="page" tabIndex={-1} className="flex flex-1 flex-col outline-none">
        <Outlet />
      </div>
    </>
  );
}
