import { CircleUser, LogOut, Settings } from "lucide-react";
import { useLocation } from "wouter";
import { useAuth } from "@/features/auth/useAuth";
import { Button } from "@/ui/button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator, MenuTrigger } from "@/ui/menu";
import { shell } from "@/words/shell";
import { setTheme, useTheme, type Theme } from "./theme";

/** Account and theme. Loaded after the page stands: menus bring much code. */
export default function AccountMenu() {
  const auth = useAuth();
  const theme = useTheme();
  const [, navigate] = useLocation();
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
            <MenuItem onSelect={() => navigate("/settings")}>
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
