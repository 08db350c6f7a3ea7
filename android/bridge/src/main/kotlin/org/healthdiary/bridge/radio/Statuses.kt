package org.healthdiary.bridge.radio

import android.bluetooth.BluetoothGatt
import org.healthdiary.LinkEnd

/*
 * What Android's status numbers mean. One number has two meanings: as the end of a link it is a reason of the controller (Core
 * specification, Vol 1, Part F), as the answer to an operation an ATT error (Vol 3, Part F, 3.4.1.1) or a word of Android's own stack.
 */

/** "Unlikely error": what a failure is called that has no code of its own. */
internal const val UNLIKELY: UByte = 0x0Eu

private const val INSUFFICIENT_AUTHENTICATION: UByte = 0x05u
private const val PEER_ENDED = 0x13
private const val PEER_LOW_RESOURCES = 0x14
private const val PEER_POWER_OFF = 0x15
private const val PHONE_ENDED = 0x16
private const val SUPERVISION_TIMEOUT = 0x08
private const val LMP_TIMEOUT = 0x22
private const val NOT_ESTABLISHED = 0x3E

/** Android's stack lost its way (GATT_INTERNAL_ERROR, GATT_ERROR): the link is of no use any more, whatever the device thinks. */
private const val STACK_INTERNAL = 0x81
private const val STACK_ERROR = 0x85

/** GATT_AUTH_FAIL: the device and the phone do not share a key. */
private const val STACK_AUTHENTICATION = 0x89

private const val INVALID_HANDLE = 0x01
private const val NOT_FOUND = 0x0A
private const val LAST_ATT_ERROR = 0xFF

/** Why a link ended, of the status that `onConnectionStateChange` came with. */
internal fun endOf(status: Int): LinkEnd =
    when (status) {
        PEER_ENDED, PEER_LOW_RESOURCES, PEER_POWER_OFF -> LinkEnd.DEVICE
        SUPERVISION_TIMEOUT, LMP_TIMEOUT, NOT_ESTABLISHED, STACK_ERROR -> LinkEnd.LOST
        PHONE_ENDED -> LinkEnd.PHONE
        else -> LinkEnd.UNKNOWN
    }

/** What came of an operation. */
internal sealed interface Answer {
    /** It was done. */
    data object Done : Answer

    /** The device refused, with an ATT error. */
    data class Refused(
        val attError: UByte,
    ) : Answer {
        /** Whether it would not refuse a paired phone. */
        val needsPairing: Boolean get() = attError == INSUFFICIENT_AUTHENTICATION || attError == INSUFFICIENT_ENCRYPTION
    }

    /** The link is of no use: the stack failed, or what is remembered of the device is no longer so. */
    data class Broken(
        val remembersWrongly: Boolean,
    ) : Answer

    /** The app may not use Bluetooth any more. */
    data object Forbidden : Answer

    private companion object {
        const val INSUFFICIENT_ENCRYPTION: UByte = 0x0Fu
    }
}

/** What an operation's status says; [remembered] where the handles were not asked of the device on this link. */
internal fun answerOf(
    status: Int,
    remembered: Boolean,
): Answer =
    when {
        status == BluetoothGatt.GATT_SUCCESS -> Answer.Done
        status == STACK_INTERNAL || status == STACK_ERROR -> Answer.Broken(remembersWrongly = false)
        remembered && (status == INVALID_HANDLE || status == NOT_FOUND) -> Answer.Broken(remembersWrongly = true)
        status == STACK_AUTHENTICATION -> Answer.Refused(INSUFFICIENT_AUTHENTICATION)
        status in 1..LAST_ATT_ERROR -> Answer.Refused(status.toUByte())
        else -> Answer.Refused(UNLIKELY)
    }
