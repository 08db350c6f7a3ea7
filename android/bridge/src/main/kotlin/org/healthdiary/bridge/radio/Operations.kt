package org.healthdiary.bridge.radio

import android.bluetooth.BluetoothGatt
import java.util.UUID

/** One request to a device. */
internal class Operation(
    val kind: Kind,
    /** What it is about; nothing for a discovery. */
    val uuid: UUID?,
    /** Sends it; whether the stack took it. */
    val send: (BluetoothGatt) -> Boolean,
    /** Hears what came of it, with what was read. */
    val ended: (Answer, ByteArray) -> Unit,
) {
    /** What is asked for: the answer says the same. */
    enum class Kind { DISCOVER, READ, WRITE, CONFIGURE }
}

/**
 * The requests to one device, one at a time: Android's stack takes one, and refuses the next until the first was answered.
 *
 * An answer to nothing that was asked is ignored: one that comes after its link has ended belongs to nobody.
 */
internal class Operations(
    private val gatt: () -> BluetoothGatt?,
) {
    private val waiting = ArrayDeque<Operation>()
    private var current: Operation? = null

    /** Sends it once all before it were answered. */
    fun add(operation: Operation) {
        waiting += operation
        next()
    }

    /** The answer to what was asked last. */
    fun answered(
        kind: Operation.Kind,
        uuid: UUID?,
        answer: Answer,
        bytes: ByteArray = NOTHING,
    ) {
        val asked = current?.takeIf { it.kind == kind && it.uuid == uuid } ?: return
        current = null
        asked.ended(answer, bytes)
        next()
    }

    /** The link is down: nothing that was asked is answered any more. */
    fun forget() {
        waiting.clear()
        current = null
    }

    private fun next() {
        if (current != null) return
        val operation = waiting.removeFirstOrNull() ?: return
        current = operation
        val refused =
            try {
                // The stack refuses where the link is going down; what it says of that comes by itself, or never.
                Answer.Broken(remembersWrongly = false).takeIf { gatt()?.let(operation.send) != true }
            } catch (_: SecurityException) {
                Answer.Forbidden
            }
        refused?.let { answered(operation.kind, operation.uuid, it) }
    }

    private companion object {
        val NOTHING = ByteArray(0)
    }
}
