import { createRoot } from "react-dom/client";
import "@/app/main.css";
import { states } from "./list";
import { show } from "./show";
import { StatesPage } from "./StatesPage";

const root = document.getElementById("root");
if (!root) throw new Error("states.html has no #root");
const wanted = new URLSearchParams(location.search).get("state");
const state = states.find((one) => one.id === wanted);
const page = document.documentElement.dataset;

if (state) {
  show(state, root).then(
    () => {
      page["reached"] = state.id;
    },
    (error: unknown) => {
      page["reached"] = "not";
      page["why"] = String(error);
      console.error(error);
    },
  );
} else {
  createRoot(root).render(<StatesPage states={states} />);
  page["reached"] = "list";
}
