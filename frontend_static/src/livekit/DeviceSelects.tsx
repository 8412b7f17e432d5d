import { useMediaDeviceSelect } from "@livekit/components-react";
import { Field } from "@/ui/field";
import { Select } from "@/ui/input";
import { call as words } from "./words";
import { keepDevices, readDevices } from "./keptDevices";

const labels = { audioinput: words.mic.name, videoinput: words.camera.name, audiooutput: words.speaker } as const;

function DeviceSelect({ kind }: { kind: keyof typeof labels }) {
  const { devices, activeDeviceId, setActiveMediaDevice } = useMediaDeviceSelect({ kind });
  const named = devices.filter((one) => one.deviceId);
  if (named.length === 0) return null;
  return (
    <Field label={labels[kind]}>
      {(parts) => (
        <Select
          {...parts}
          value={named.some((one) => one.deviceId === activeDeviceId) ? activeDeviceId : named[0]?.deviceId}
          onChange={(event) => {
            const id = event.target.value;
            void setActiveMediaDevice(id);
            const kept = readDevices();
            keepDevices({ ...kept, devices: { ...kept.devices, [kind]: id } });
          }}
        >
          {named.map((one, index) => (
            <option key={one.deviceId} value={one.deviceId}>
              {one.label || `${labels[kind]} ${index + 1}`}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** Microphone, camera and loudspeaker of this call. Asks for no permission by itself. */
export function DeviceSelects() {
  return (
    <div className="flex flex-col gap-4">
      <DeviceSelect kind="audioinput" />
      <DeviceSelect kind="videoinput" />
      <DeviceSelect kind="audiooutput" />
    </div>
  );
}
