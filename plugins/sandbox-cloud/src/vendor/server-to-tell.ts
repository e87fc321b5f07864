import { userOf } from './catalog.js';
import { percentOf, reverseNameOf, shownPassword, statusOf, stepOf, type CloudServer } from './cloud-server.js';

/** A server in the words of the cloud's protocol. */
export function serverToTell(server: CloudServer, now: number): Readonly<Record<string, unknown>> {
  const isRescued = Boolean(server.rescuePassword);
  return {
    id: server.id,
    status: statusOf(server, now),
    progress: { percent: percentOf(server, now), step: stepOf(server, now) },
    error: server.work.fails ?? null,
    hostname: server.hostname,
    plan: server.plan,
    image: server.image,
    location: server.location,
    addons: server.addons,
    labels: server.serviceId === '' ? {} : { service_id: server.serviceId },
    ipv4: server.ipv4,
    ipv6: server.ipv6,
    reverse_names: { ipv4: reverseNameOf(server, server.ipv4), ipv6: reverseNameOf(server, server.ipv6) },
    rescue: isRescued,
    hand_work: server.work.waitsForHands ? handWorkOf(server) : null,
    user: isRescued ? 'root' : (server.user ?? userOf(server.image)),
    password: shownPassword(server, now),
    created_at: server.createdAt,
  };
}

const handWorkOf = ({ hostname, plan, image, location }: CloudServer) => ({
  title: `Connect ${hostname} in ${location}`,
  instructions: `Put ${plan} with ${image} into the rack, connect it and tell its address and how to sign in.`,
  due_in_hours: 4,
});
