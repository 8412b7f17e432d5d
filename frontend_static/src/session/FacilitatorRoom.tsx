export default function FacilitatorRoom(_: { sessionId: string }) {
  return <main />;
}
