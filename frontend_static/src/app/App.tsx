import { QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { LiveRegions } from "@/ui/announce";
import { Pages } from "./Pages";
import { createQueries } from "./queries";

export function App() {
  const [queries] = useState(createQueries);
  return (
    <QueryClientProvider client={queries}>
      <LiveRegions />
      <Pages />
    </QueryClientProvider>
  );
}
