import { QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { createBrowserRouter, RouterProvider } from "react-router";
import { LiveRegions } from "@/ui/announce";
import { createQueries } from "./queries";
import { routes } from "./routes";

export function App() {
  const [queries] = useState(createQueries);
  const [router] = useState(() => createBrowserRouter(routes));
  return (
    <QueryClientProvider client={queries}>
      <LiveRegions />
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
