import { LiveRegions } from "@/ui/announce";
import { Pages } from "./Pages";

export function App() {
  return (
    <>
      <LiveRegions />
      <Pages />
    </>
  );
}
