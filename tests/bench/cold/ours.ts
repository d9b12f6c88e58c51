import { gethostname } from "@bsd/socket";

gethostname();
