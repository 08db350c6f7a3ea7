package org.healthdiary.bridge.radio

import kotlinx.coroutines.flow.Flow
import org.healthdiary.Sync
import org.healthdiary.SyncProgress
import org.healthdiary.SyncResult
import org.healthdiary.bridge.DiaryTrouble

/** What carries out the core's conversations: the phone's Bluetooth, or a simulated device in tests and demonstrations. */
public interface DeviceRadio {
    /**
     * Talks with the device at [address] until the core says that it is done. Cancelling asks the core to stop, and waits until it has:
     * what came before is kept. [patient] waits for a device however long it is away.
     */
    public suspend fun talk(
        sync: Sync,
        address: String,
        patient: Boolean,
        progress: (SyncProgress) -> Unit,
    ): SyncResult

    /**
     * Who is in the air, as long as somebody collects it; without [all] only those that advertise a service of health.
     *
     * @throws DiaryTrouble in the collector, where the app may not look, or Bluetooth does not.
     */
    public fun near(all: Boolean): Flow<List<NearDevice>>
}
