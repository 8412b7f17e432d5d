export default function PartnerPage() {
  return <main />;
}
