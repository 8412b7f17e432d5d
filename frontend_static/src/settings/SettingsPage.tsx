import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { setTheme, useTheme, type Theme } from "@/app/theme";
import { usePage } from "@/app/usePage";
import { useFacilitator } from "@/auth/useAuth";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import { Notice } from "@/ui/notice";
import { Loading, Skeleton } from "@/ui/skeleton";
import { sayError } from "@/words/errors";
import { settings as words } from "@/words/sessions";
import { shell } from "@/words/shell";

function NameForm({ kept }: { kept: string }) {
  const { userId, api } = useFacilitator();
  const queries = useQueryClient();
  const [name, setName] = useState(kept);
  const saving = useMutation({
    mutationFn: () => api.saveMe({ display_name: name.trim() || null }),
    onSuccess: (me) => queries.setQueryData([userId, "me"], me),
  });
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!saving.isPending) saving.mutate();
  };
  return (
    <form onSubmit={save} className="flex flex-col gap-4">
      <Field label={words.name} hint={words.nameHint}>
        {(parts) => (
          <Input
            {...parts}
            autoComplete="name"
            maxLength={80}
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              saving.reset();
            }}
          />
        )}
      </Field>
      {saving.error ? (
        <Notice tone="error" role="alert">
          {sayError(saving.error)}
        </Notice>
      ) : saving.isSuccess ? (
        <Notice tone="good" role="status">
          {words.saved}
        </Notice>
      ) : null}
      <Button type="submit" variant="primary" wide className="sm:self-start" aria-disabled={saving.isPending}>
        {saving.isPending ? words.saving : words.save}
      </Button>
    </form>
  );
}

/** Name and theme, in one column. */
export function SettingsPage() {
  const { userId, email, api } = useFacilitator();
  const h1 = usePage(words.page);
  const theme = useTheme();
  const me = useQuery({ queryKey: [userId, "me"], queryFn: ({ signal }) => api.me({ signal }) });
  return (
    <main className="mx-auto flex w-full max-w-[34rem] flex-1 flex-col gap-6 px-4 py-8">
      <h1 ref={h1} tabIndex={-1} className="text-h1 font-[650]">
        {words.title}
      </h1>
      {me.data ? (
        <NameForm kept={me.data.display_name ?? ""} />
      ) : me.error ? (
        <Notice tone="error" role="alert" action={<Button onClick={() => void me.refetch()}>{shell.tryAgain}</Button>}>
          {sayError(me.error)}
        </Notice>
      ) : (
        <Loading>
          <Skeleton className="h-28 w-full" />
        </Loading>
      )}
      <Field label={words.theme}>
        {(parts) => (
          <Select {...parts} value={theme} onChange={(event) => setTheme(event.target.value as Theme)}>
            <option value="system">{shell.themes.system}</option>
            <option value="light">{shell.themes.light}</option>
            <option value="dark">{shell.themes.dark}</option>
          </Select>
        )}
      </Field>
      <p className="text-text-2">
        {words.email}: {email}
      </p>
    </main>
  );
}
